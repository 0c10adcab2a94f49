package dev.wq.cli;

import dev.wq.Machine;
import dev.wq.driver.crypto.CryptoAttrs;
import dev.wq.examples.SignTree;
import dev.wq.examples.SignTree.Entry;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wq sign}. */
@Command(
    name = "sign",
    header = "Signs every file of a directory tree, by the library's crypto accelerator.",
    description = {
      "",
      "Makes a pair of keys, and prints a manifest: the public key, then for each file in the order"
          + " of their paths its SHA-256, the signature of that, whether the signature was verified,"
          + " and the path. The private key is not kept.",
      ""
    },
    footer = {
      "",
      "With the default algorithm the signature is what other programs make of the whole file with"
          + " ECDSA and SHA-256; with others it is that of the 32 bytes of the digest.",
      "",
      "Ctrl-C begins no other file, lets the accelerator end what it has, and leaves a manifest of"
          + " complete lines; the exit status is then 130.",
      "",
      "Exit status: 0 all signed; 1 a file could not be read; 2 wrong usage."
    })
final class SignCommand implements Callable<Integer> {
  private final Console console;

  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "DIRECTORY", description = "The tree; links in it are not followed.")
  private String directory = "";

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description = {
        "Who computes, such as AmazonCorrettoCryptoProvider. Default: the JVM's providers."
      })
  private @Nullable String provider;

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      defaultValue = SignTree.DEFAULT_ALGORITHM,
      description = "Of the signatures. Default: ${DEFAULT-VALUE}.")
  private String algorithm = SignTree.DEFAULT_ALGORITHM;

  @Mixin final HelpOption help = new HelpOption();

  private final Progress progress;
  private Path root = Path.of("");
  private long size;
  private int signed;
  private int failed;

  SignCommand(Console console) {
    this.console = console;
    this.progress = new Progress(console, System::nanoTime);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    root = Input.path(directory);
    if (!Files.isDirectory(root)) {
      throw misuse(directory + (Files.exists(root) ? " is no directory" : ": no such directory"));
    }
    try (Machine machine = Machine.create("sign");
        SignTree tree = tree(machine)) {
      sign(tree);
    }
    console.out().finish();
    return failed > 0 ? Wq.UNUSABLE : Wq.OK;
  }

  private SignTree tree(Machine machine) throws InterruptedException {
    try {
      CryptoAttrs crypto = provider == null ? CryptoAttrs.DEFAULT : CryptoAttrs.provider(provider);
      return new SignTree(machine, crypto, algorithm);
    } catch (IllegalArgumentException e) {
      throw misuse(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException misuse(String message) {
    return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
  }

  // ---- the manifest

  private void sign(SignTree tree) throws IOException, InterruptedException {
    size = sizeOfFiles(root);
    CountDownLatch drained = new CountDownLatch(1);
    Thread drain = new Thread(() -> drain(tree, drained), "drain");
    Runtime.getRuntime().addShutdownHook(drain);
    try {
      console.out().printf("# SHA-256, %s%n", algorithm);
      console.out().printf("# public key %s%n", base64(tree.publicKey().getEncoded()));
      boolean complete = tree.run(root, this::print, this::show);
      console.out().printf("# %d files%s%n", signed, complete ? "" : ", interrupted");
      progress.clear();
      console.out().flush();
    } finally {
      drained.countDown();
      forget(drain);
    }
  }

  /** Runs when the process is told to end, and keeps it from ending. */
  private static void drain(SignTree tree, CountDownLatch drained) {
    tree.stop();
    try {
      drained.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread drain) {
    try {
      Runtime.getRuntime().removeShutdownHook(drain);
    } catch (IllegalStateException _) {
      // The process is ending: the hook has done its work.
      return;
    }
  }

  private void print(Entry entry) {
    IOException problem = entry.problem();
    if (problem != null) {
      failed++;
      progress.clear();
      console.err().println("wq: " + entry.file() + ": " + Input.reason(problem));
      return;
    }
    signed++;
    failed += entry.isVerified() ? 0 : 1;
    console
        .out()
        .printf(
            "%s %s %s %s%n",
            entry.digest(),
            entry.signature(),
            entry.isVerified() ? "verified" : "INVALID",
            name(entry.file()));
  }

  /** The path below the tree, in one line. */
  private String name(Path file) {
    return root.relativize(file)
        .toString()
        .replace("\\", "\\\\")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private void show(long bytes) {
    progress.share(size == 0 ? 1 : (double) bytes / size);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** For the progress bar: what can't be seen does not count. */
  private static long sizeOfFiles(Path root) throws IOException {
    long[] sum = {0};
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
    return sum[0];
  }
}
