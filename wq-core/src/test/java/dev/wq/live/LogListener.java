package dev.wq.live;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps what the library logs, and keeps it off the console, until it is closed. */
final class LogListener extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger("dev.wq");
  private final List<String> lines = new CopyOnWriteArrayList<>();

  LogListener() {
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  @Override
  public void publish(LogRecord logged) {
    Object[] values = logged.getParameters();
    String text = logged.getMessage();
    lines.add(values == null ? text : MessageFormat.format(text, values));
  }

  /** Whether one line has all these words. */
  boolean has(String... words) {
    return lines.stream().anyMatch(line -> List.of(words).stream().allMatch(line::contains));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
