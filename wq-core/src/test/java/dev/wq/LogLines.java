package dev.wq;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What this library logs while this is open, instead of on the console. */
public final class LogLines extends Handler implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger("dev.wq");

  private final List<String> lines = new CopyOnWriteArrayList<>();

  private LogLines() {}

  public static LogLines open() {
    LogLines lines = new LogLines();
    LOGGER.setUseParentHandlers(false);
    LOGGER.addHandler(lines);
    return lines;
  }

  public List<String> lines() {
    return lines;
  }

  @Override
  public void publish(LogRecord record) {
    Object[] values = record.getParameters();
    String text =
        values == null ? record.getMessage() : MessageFormat.format(record.getMessage(), values);
    lines.add(record.getThrown() == null ? text : text + ": " + record.getThrown());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOGGER.removeHandler(this);
    LOGGER.setUseParentHandlers(true);
  }
}
