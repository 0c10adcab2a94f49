package dev.wq.cli;

import picocli.CommandLine.Option;

/** {@code --help} of each command; picocli acts on it. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean asked;
}
