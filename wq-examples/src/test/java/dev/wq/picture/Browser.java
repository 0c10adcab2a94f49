package dev.wq.picture;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A headless Chromium with one page, driven over the DevTools protocol. Every wait is bounded;
 * {@link #close} ends the browser whatever happened.
 */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "chrome");
  private static final int SECONDS = 20; // for any single answer
  private static final JsonMapper JSON = new JsonMapper();

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());
  private volatile CompletableFuture<JsonNode> loaded = new CompletableFuture<>();
  private WebSocket socket;
  private String session = "";
  private int sent;

  private Browser(Process process) {
    this.process = process;
  }

  /** The first of the usual names on the path. */
  static Optional<Path> installed() {
    String path = System.getenv().getOrDefault("PATH", "");
    return NAMES.stream()
        .flatMap(name -> Stream.of(path.split(":")).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * @param profile an empty folder
   */
  static Browser start(Path program, Path profile) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toString(),
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank");
    builder.environment().put("TMPDIR", profile.toString()); // it leaves files when it is killed
    builder.redirectErrorStream(true).redirectOutput(profile.resolve("log").toFile());
    Process process = builder.start();
    Browser browser = new Browser(process);
    try {
      browser.connect(profile.resolve("DevToolsActivePort"));
      return browser;
    } catch (Exception e) {
      browser.close();
      throw e;
    }
  }

  /** The file has the port and then the path of the browser's socket. */
  private void connect(Path file) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!Files.exists(file) || Files.readAllLines(file).size() < 2) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new IOException("the browser did not start");
      }
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    List<String> lines = Files.readAllLines(file);
    URI uri = URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
    socket = client.newWebSocketBuilder().buildAsync(uri, new Ear()).get(SECONDS, TimeUnit.SECONDS);
    String target =
        ask("Target.createTarget", Map.of("url", "about:blank")).get("targetId").asString();
    session =
        ask("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .get("sessionId")
            .asString();
    ask("Page.enable", Map.of());
    ask("Runtime.enable", Map.of());
    ask("Log.enable", Map.of());
  }

  private final class Ear implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        JsonNode message = JSON.readTree(text.toString());
        text.setLength(0);
        heard(message);
      }
      from.request(1);
      return null;
    }
  }

  private void heard(JsonNode message) {
    if (message.has("id")) {
      answers.remove(message.get("id").asInt()).complete(message);
      return;
    }
    JsonNode params = message.get("params");
    switch (message.path("method").asString()) {
      case "Page.loadEventFired" -> loaded.complete(params);
      case "Runtime.exceptionThrown" -> complaints.add(params.toString());
      case "Runtime.consoleAPICalled" -> complaints.add(params.toString());
      case "Log.entryAdded" -> complaints.add(params.toString());
      default -> {}
    }
  }

  private JsonNode ask(String method, Map<String, ?> params) throws Exception {
    int id = ++sent;
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    Map<String, ?> message =
        session.isEmpty()
            ? Map.of("id", id, "method", method, "params", params)
            : Map.of("id", id, "method", method, "params", params, "sessionId", session);
    socket.sendText(JSON.writeValueAsString(message), true).get(SECONDS, TimeUnit.SECONDS);
    JsonNode found = answer.get(SECONDS, TimeUnit.SECONDS);
    if (found.has("error")) {
      throw new IOException(method + ": " + found.get("error"));
    }
    return found.get("result");
  }

  /** What the page, or the browser about the page, wrote to the console. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Forgets the complaints so far. */
  void forget() {
    complaints.clear();
  }

  /** The window's size, and what the system says of dark and light. */
  void window(int width, int height, boolean dark) throws Exception {
    ask(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    Map<String, String> scheme =
        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    ask("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
  }

  /** Opens a page and waits until it was drawn. */
  void open(URI page) throws Exception {
    loaded = new CompletableFuture<>();
    ask("Page.navigate", Map.of("url", page.toString()));
    loaded.get(SECONDS, TimeUnit.SECONDS);
    frame();
  }

  /** The value of an expression of JavaScript; promises are waited for. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode answer =
        ask(
            "Runtime.evaluate",
            Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
    if (answer.has("exceptionDetails")) {
      throw new IOException(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.get("result").path("value");
  }

  /** Waits until what was done is drawn. */
  void frame() throws Exception {
    evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))");
  }

  /**
   * @param key as the page sees it: {@code n}, {@code ArrowLeft}
   */
  void key(String key) throws Exception {
    boolean types = key.length() == 1 || key.equals("Enter");
    Map<String, ?> down =
        types
            ? Map.of("type", "keyDown", "key", key, "text", key.equals("Enter") ? "\r" : key)
            : Map.of("type", "rawKeyDown", "key", key, "windowsVirtualKeyCode", code(key));
    ask("Input.dispatchKeyEvent", down);
    ask("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
    frame();
  }

  /** What the browser itself acts on, such as the order of Tab. */
  private static int code(String key) {
    return key.equals("Tab") ? 9 : 0;
  }

  /** Presses and lets go in the middle of the first element that a selector finds. */
  void click(String selector) throws Exception {
    JsonNode box =
        evaluate(
            "(() => { const b = document.querySelector(%s).getBoundingClientRect();"
                    .formatted(JSON.writeValueAsString(selector))
                + " return {x: b.x + b.width / 2, y: b.y + b.height / 2}; })()");
    click(box.get("x").asDouble(), box.get("y").asDouble());
  }

  void click(double x, double y) throws Exception {
    for (String type : List.of("mousePressed", "mouseReleased")) {
      ask(
          "Input.dispatchMouseEvent",
          Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1));
    }
    frame();
  }

  /** The window as PNG. */
  byte[] screenshot() throws Exception {
    JsonNode answer = ask("Page.captureScreenshot", Map.of("format", "png"));
    return Base64.getDecoder().decode(answer.get("data").asString());
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join());
    client.shutdownNow();
  }
}
