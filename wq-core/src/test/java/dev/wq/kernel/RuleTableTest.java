package dev.wq.kernel;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Holds {@code rules.md}: every rule of the kernel has a test that exists, or a reason. */
class RuleTableTest {
  private static final int RULES = 125;
  private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| (.+) \\|");
  private static final Pattern TEST = Pattern.compile("`([\\w.]+)\\.(\\w+)`");
  private static final Pattern CITED = Pattern.compile("linux (\\d+)[:,].*");

  private static Map<Integer, String> rows() throws IOException {
    Map<Integer, String> rows = new LinkedHashMap<>();
    try (InputStream in = RuleTableTest.class.getResourceAsStream("rules.md")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines()
          .map(ROW::matcher)
          .filter(Matcher::matches)
          .forEach(row -> rows.merge(Integer.valueOf(row.group(1)), row.group(2), (a, b) -> a + b));
    }
    return rows;
  }

  @Test
  void everyRule_isInTheTableInOrder() throws IOException {
    List<Integer> all = IntStream.rangeClosed(1, RULES).boxed().toList();
    assertEquals(all, List.copyOf(rows().keySet()));
  }

  @Test
  void everyRow_namesTestsOrAReason() throws IOException {
    rows()
        .forEach((rule, text) ->
            assertTrue(
                text.matches("left out: .{10,}") || TEST.matcher(text).find(),
                () -> rule + ": " + text));
  }

  @Test
  void everyNamedTest_exists() throws IOException {
    for (String text : rows().values()) {
      for (Matcher test = TEST.matcher(text); test.find(); ) {
        assertTrue(isTest(test.group(1), test.group(2)), test.group());
      }
    }
  }

  private static boolean isTest(String className, String method) {
    return methods(className).anyMatch(m -> m.getName().equals(method) && isTest(m));
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }

  private static Stream<Method> methods(String className) {
    String name = className.contains(".") ? className : "dev.wq.kernel." + className;
    try {
      return Arrays.stream(Class.forName(name).getDeclaredMethods());
    } catch (ClassNotFoundException e) {
      throw new AssertionError("no test class " + name, e);
    }
  }

  /** Of the classes that the table names at all. */
  @Test
  void everyTestThatCitesARule_isInItsRow() throws IOException {
    Map<Integer, String> rows = rows();
    Set<String> classes =
        rows.values().stream()
            .flatMap(text -> TEST.matcher(text).results())
            .map(test -> test.group(1))
            .collect(toSet());
    for (String name : classes) {
      methods(name)
          .filter(m -> m.isAnnotationPresent(DisplayName.class))
          .forEach(m -> assertIsInItsRow(rows, name, m));
    }
  }

  private static void assertIsInItsRow(Map<Integer, String> rows, String name, Method method) {
    Matcher cited = CITED.matcher(method.getAnnotation(DisplayName.class).value());
    if (cited.matches()) {
      String row = rows.get(Integer.valueOf(cited.group(1)));
      String test = "`" + name + "." + method.getName() + "`";
      assertTrue(row.contains(test), () -> cited.group() + " is not in its row as " + test);
    }
  }
}
