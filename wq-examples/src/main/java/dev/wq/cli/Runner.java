package dev.wq.cli;

import dev.wq.replay.Baselines;
import dev.wq.replay.Diagnosis;
import dev.wq.replay.Fidelity;
import dev.wq.replay.Fidelity.QueueRow;
import dev.wq.replay.Model;
import dev.wq.replay.NoSuchQueueException;
import dev.wq.replay.Recording;
import dev.wq.replay.Replay;
import dev.wq.replay.ReplayOptions;
import dev.wq.replay.ReplayReport;
import dev.wq.replay.WhatIf;
import dev.wq.replay.WhatIfReport;
import dev.wq.replay.Window;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Reads and replays inputs one after the other; what is wrong with them goes to standard error. */
final class Runner {
  private static final double READING = 0.3; // of the time that an input takes
  private static final int MODELS = Model.values().length;

  private final Console console;
  private final Replayer replayer;
  private final ReplayOptions options;
  private final WhatIf whatIf;
  private final Window window;
  private final Progress progress;
  private final Set<Model> models = EnumSet.noneOf(Model.class); // that are done with an input
  private Map<String, QueueRow> inFact = Map.of();
  private boolean failed;

  Runner(Console console, Replayer replayer, ReplayOptions options) {
    this(console, replayer, options, WhatIf.nothing(), Window.ALL);
  }

  /**
   * @param whatIf asked of each input
   * @param window of each input that is read
   */
  Runner(Console console, Replayer replayer, ReplayOptions options, WhatIf whatIf, Window window) {
    this.console = console;
    this.replayer = replayer;
    this.options = options;
    this.whatIf = whatIf;
    this.window = window;
    this.progress = new Progress(console, System::nanoTime);
  }

  /** Whether an input could not be used. */
  boolean failed() {
    return failed;
  }

  /**
   * An error of an input; the others are still read.
   *
   * @param name of the input
   */
  void fail(String name, IOException e) {
    failed = true;
    progress.clear();
    String prefix = name + ": ";
    String reason = Input.reason(e);
    console.err().println("wq: " + (reason.startsWith(prefix) ? reason : prefix + reason));
  }

  /**
   * Reads a recording that was made with the changes of the what-if.
   *
   * @throws IOException if it cannot be read
   */
  void compareWith(Input input) throws IOException {
    Recording recording = read(input);
    diagnoses(input.name(), recording);
    inFact =
        Fidelity.of(recording, Baselines.base(recording)).queues().stream()
            .collect(Collectors.toMap(QueueRow::queue, row -> row));
  }

  /** Tells on standard error what was done. */
  void say(String what) {
    progress.clear();
    console.err().println("wq: " + what);
  }

  /** Hands on each replay as soon as it is there; stops when nobody reads the results any more. */
  void run(List<Input> inputs, Consumer<Replayed> found) {
    for (int i = 0; i < inputs.size() && !console.out().isAbandoned(); i++) {
      Input input = inputs.get(i);
      progress.part(i, inputs.size(), input.name());
      try {
        Recording recording = read(input);
        diagnoses(input.name(), recording);
        models.clear();
        progress.share(READING);
        ReplayReport report = replayer.replay(recording, options, this::done);
        WhatIfReport other = whatIf.isNothing() ? null : Replay.whatIf(recording, options, whatIf);
        progress.clear();
        found.accept(new Replayed(input.name(), recording, report, other, inFact));
      } catch (IOException e) {
        fail(input.name(), e);
      } catch (NoSuchQueueException e) {
        fail(input.name(), new IOException(e.getMessage(), e));
      }
    }
    progress.clear();
  }

  private void done(Model model) {
    models.add(model);
    progress.share(READING + (1 - READING) * models.size() / MODELS);
  }

  private Recording read(Input input) throws IOException {
    try (InputStream in = input.opener().open()) {
      return Recording.read(new Watched(in, input.size(), progress), input.name(), window);
    }
  }

  private void diagnoses(String name, Recording recording) {
    List<Diagnosis> losses =
        recording.report().diagnoses().stream().filter(Diagnosis::isLoss).toList();
    losses.forEach(loss -> say(name, loss.toString()));
    if (!losses.isEmpty()) {
      say(name, "read in part only: the figures are about what could be read");
    }
  }

  private void say(String name, String what) {
    say(name + ": " + what);
  }

  /** Tells the progress bar how much was read. */
  private static final class Watched extends FilterInputStream {
    private final long size;
    private final Progress progress;
    private long read;

    Watched(InputStream in, long size, Progress progress) {
      super(in);
      this.size = size;
      this.progress = progress;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      int n = super.read(bytes, from, count);
      count(Math.max(0, n));
      return n;
    }

    private void count(int n) {
      read += n;
      progress.share(size == 0 ? 0 : READING * read / size);
    }
  }
}
