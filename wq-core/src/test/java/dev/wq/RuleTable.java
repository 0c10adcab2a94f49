package dev.wq;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * A table of rules, a resource beside its test: a row for each, {@code | rule | tests and words |}.
 * Tests are named {@code `Class.method`}, classes from the package of the table on.
 */
public final class RuleTable {
  private static final Pattern ROW = Pattern.compile("\\| ([A-Z]?\\d+) \\| (.+) \\|");
  private static final Pattern NAMED = Pattern.compile("`([\\w.]+)\\.(\\w+)`");

  private final String home;
  private final Pattern citation;
  private final Map<String, String> rows = new LinkedHashMap<>();

  private RuleTable(Class<?> beside, String word) {
    this.home = beside.getPackageName() + ".";
    this.citation = Pattern.compile(word + " ([A-Z]?\\d+(?:, [A-Z]?\\d+)*)[:,].*");
  }

  /**
   * The table {@code resource} beside a class.
   *
   * @param word with which display names begin that cite a rule: {@code linux 7: ...}
   */
  public static RuleTable read(Class<?> beside, String resource, String word) throws IOException {
    RuleTable table = new RuleTable(beside, word);
    try (InputStream in = beside.getResourceAsStream(resource)) {
      assertNotNull(in, resource);
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      text.lines().map(ROW::matcher).filter(Matcher::matches).forEach(table::add);
    }
    return table;
  }

  private void add(Matcher row) {
    rows.merge(row.group(1), row.group(2), (one, more) -> one + more);
  }

  /** What is said of each rule, in the order of the table. */
  public Map<String, String> rows() {
    return rows;
  }

  /** Rules of one letter: {@code W1} to {@code W40}. */
  public static Stream<String> numbered(String letter, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> letter + i);
  }

  /** Fails unless the table has exactly these rules, in this order. */
  public void assertRules(Stream<String> rules) {
    assertEquals(rules.collect(joining("\n")), String.join("\n", rows.keySet()));
  }

  /**
   * Fails unless each row names a test and says that the result is the same, or ours and why; or
   * says why the rule can't apply.
   */
  public void assertRowsSaySameOrWhyNot() {
    rows.forEach((rule, text) -> {
      boolean held = namesATest(text) && text.matches(".+ \\| (same\\b.*|ours: .{4,})");
      assertTrue(held || text.matches(" ?\\| cannot apply: .{10,}"), () -> rule + ": " + text);
    });
  }

  /** The test classes in the package of {@code beside} and below, named from it on. */
  public static List<String> testClasses(Class<?> beside) throws IOException, URISyntaxException {
    Path here = Path.of(beside.getResource(beside.getSimpleName() + ".class").toURI()).getParent();
    try (Stream<Path> files = Files.walk(here)) {
      return files
          .map(file -> here.relativize(file).toString())
          .filter(name -> name.endsWith("Test.class") && !name.contains("$"))
          .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
          .toList();
    }
  }

  /** Whether {@code text} names a test. */
  public static boolean namesATest(String text) {
    return NAMED.matcher(text).find();
  }

  /** Fails for a name that is no test's. */
  public void assertNamedTestsExist() {
    for (String text : rows.values()) {
      NAMED
          .matcher(text)
          .results()
          .forEach(test -> assertTrue(isTest(test.group(1), test.group(2)), test.group()));
    }
  }

  private boolean isTest(String className, String method) {
    return methods(className).anyMatch(m -> m.getName().equals(method) && isTest(m));
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }

  /** The classes that the table names. */
  public Set<String> classes() {
    return rows.values().stream()
        .flatMap(text -> NAMED.matcher(text).results())
        .map(test -> test.group(1))
        .collect(toCollection(TreeSet::new));
  }

  /** Fails for a test of those classes that cites a rule and is not in its row. */
  public void assertCitingTestsAreNamed(Collection<String> classNames) {
    for (String name : classNames) {
      methods(name)
          .filter(method -> method.isAnnotationPresent(DisplayName.class))
          .forEach(method -> assertIsNamed(name, method));
    }
  }

  private void assertIsNamed(String className, Method method) {
    Matcher cited = citation.matcher(method.getAnnotation(DisplayName.class).value());
    if (cited.matches()) {
      String test = "`" + className + "." + method.getName() + "`";
      for (String rule : cited.group(1).split(", ")) {
        assertTrue(
            rows.getOrDefault(rule, "").contains(test),
            () -> test + " cites " + rule + " and is not in its row");
      }
    }
  }

  private Stream<Method> methods(String className) {
    String name = className.startsWith("dev.") ? className : home + className;
    try {
      return Arrays.stream(Class.forName(name).getDeclaredMethods());
    } catch (ClassNotFoundException e) {
      throw new AssertionError("no test class " + name, e);
    }
  }
}
