package dev.wq.launcher;

import java.lang.reflect.InvocationTargetException;

/**
 * Starts {@code wq} on a JVM that can, and says what is missing on one that can't. Compiled for
 * Java 17, and the one class of the program that is: everything else is reached by name, once the
 * version is known to be right.
 */
public final class Launcher {
  static final int NEEDED = 25;
  private static final int USAGE = 2;
  static final String PROGRAM = "dev.wq.cli.Wq";

  private Launcher() {}

  public static void main(String[] args) throws ReflectiveOperationException {
    int feature = Runtime.version().feature();
    if (feature < NEEDED) {
      System.err.println(refusal(System.getProperty("java.version")));
      System.exit(USAGE);
    }
    try {
      Class.forName(PROGRAM).getMethod("main", String[].class).invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("wq failed to start", e.getCause());
    }
  }

  static String refusal(String version) {
    return "wq needs Java " + NEEDED + " or newer, this is " + version;
  }
}
