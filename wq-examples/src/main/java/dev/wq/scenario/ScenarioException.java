package dev.wq.scenario;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** A scenario that can't be run; the message has a line per problem, {@code FILE:LINE:COLUMN}. */
public final class ScenarioException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ScenarioException(String file, List<Problem> problems) {
    super(
        problems.stream()
            .sorted()
            .map(p -> "%s:%d:%d: %s".formatted(file, p.line(), p.column(), p.what()))
            .collect(Collectors.joining("\n")));
    this.problems = problems.stream().sorted().toList();
  }

  /** In the order of the file. */
  public List<Problem> problems() {
    return problems;
  }
}
