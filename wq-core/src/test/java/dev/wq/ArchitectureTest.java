package dev.wq;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitReferenceTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.wq.host.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Field;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rules of the design that javac cannot hold, over the compiled main classes of this module.
 */
class ArchitectureTest {
  private static final Path CLASS_FOLDER = classFolder();
  private static final JavaClasses CLASSES = new ClassFileImporter().importPath(CLASS_FOLDER);

  /** What each package may use besides itself, the JDK and JSpecify. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("dev.wq.host", Set.of()),
          Map.entry("dev.wq.timer", Set.of("dev.wq.host")),
          Map.entry("dev.wq.dispatch", Set.of("dev.wq.host", "dev.wq.timer")),
          Map.entry("dev.wq.kernel", Set.of("dev.wq.host", "dev.wq.timer", "dev.wq.dispatch")),
          Map.entry(
              "dev.wq", Set.of("dev.wq.host", "dev.wq.timer", "dev.wq.dispatch", "dev.wq.kernel")),
          Map.entry("dev.wq.wait", Set.of("dev.wq", "dev.wq.host", "dev.wq.dispatch")),
          Map.entry(
              "dev.wq.poll", Set.of("dev.wq", "dev.wq.host", "dev.wq.dispatch", "dev.wq.wait")),
          Map.entry(
              "dev.wq.driver",
              Set.of("dev.wq", "dev.wq.host", "dev.wq.dispatch", "dev.wq.wait", "dev.wq.poll")),
          Map.entry(
              "dev.wq.driver.crypto",
              Set.of("dev.wq", "dev.wq.host", "dev.wq.dispatch", "dev.wq.poll", "dev.wq.driver")),
          Map.entry(
              "dev.wq.device",
              Set.of("dev.wq", "dev.wq.host", "dev.wq.dispatch", "dev.wq.wait", "dev.wq.poll")),
          Map.entry(
              "dev.wq.sim",
              Set.of(
                  "dev.wq",
                  "dev.wq.host",
                  "dev.wq.dispatch",
                  "dev.wq.kernel",
                  "com.google.common")),
          Map.entry(
              "dev.wq.replay",
              Set.of(
                  "dev.wq",
                  "dev.wq.host",
                  "dev.wq.dispatch",
                  "dev.wq.kernel",
                  "dev.wq.sim",
                  "com.google.common")));

  private static final Set<String> INTERNAL =
      Set.of("dev.wq.dispatch", "dev.wq.kernel", "dev.wq.timer", "dev.wq.host");

  /** The two packages that own real threads, monitors and clocks. */
  private static final Set<String> BELOW_THE_SEAM = Set.of("dev.wq.host", "dev.wq.sim");

  /**
   * Methods that reach for time, threads or randomness around the host, as {@code Class.method}.
   */
  private static final Set<String> BANNED =
      Set.of(
          "java.lang.Object.wait",
          "java.lang.Math.random",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Thread.<init>",
          "java.lang.Thread.ofPlatform",
          "java.lang.Thread.ofVirtual",
          "java.lang.Thread.sleep",
          "java.lang.Thread.startVirtualThread",
          "java.time.Instant.now",
          "java.util.Timer.<init>",
          "java.util.concurrent.CompletableFuture.completeOnTimeout",
          "java.util.concurrent.CompletableFuture.delayedExecutor",
          "java.util.concurrent.CompletableFuture.orTimeout",
          "java.util.concurrent.CompletableFuture.runAsync",
          "java.util.concurrent.CompletableFuture.supplyAsync",
          "java.util.concurrent.ForkJoinPool.commonPool",
          "java.util.concurrent.ThreadLocalRandom.current",
          "java.util.concurrent.TimeUnit.sleep",
          "java.util.concurrent.TimeUnit.timedJoin",
          "java.util.concurrent.TimeUnit.timedWait",
          "java.util.concurrent.locks.Condition.awaitNanos",
          "java.util.concurrent.locks.Condition.awaitUntil",
          "java.util.concurrent.locks.LockSupport.parkNanos",
          "java.util.concurrent.locks.LockSupport.parkUntil");

  private static final Set<String> TIME =
      Set.of("java.util.concurrent.TimeUnit", "java.time.Duration");

  @Test
  void mainClasses_areFound() {
    assertFalse(CLASSES.isEmpty());
  }

  @Test
  void packages_dependOneWay() {
    assertNone(
        CLASSES.stream()
            .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
            .filter(d -> !mayUse(d.getOriginClass(), d.getTargetClass().getBaseComponentType()))
            .map(d -> d.getDescription()));
  }

  private static boolean mayUse(JavaClass user, JavaClass used) {
    String from = user.getPackageName();
    String to = used.getPackageName();
    return used.isPrimitive()
        || from.equals(to)
        || List.of("java", "javax.crypto", "jdk", "org.jspecify").stream()
            .anyMatch(p -> within(to, p))
        || MAY_USE.getOrDefault(from, Set.of()).stream()
            .anyMatch(p -> p.equals(to) || p.equals("com.google.common") && within(to, p));
  }

  private static boolean within(String name, String parent) {
    return name.equals(parent) || name.startsWith(parent + ".");
  }

  @Test
  void everyPackage_hasItsPlaceInTheDesign() {
    assertNone(
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .distinct()
            .filter(p -> !MAY_USE.containsKey(p)));
  }

  @Test
  void timeThreadsAndRandomness_comeFromTheHost() {
    assertNone(
        CLASSES.stream()
            .filter(c -> !BELOW_THE_SEAM.contains(c.getPackageName()))
            .flatMap(c -> c.getAccessesFromSelf().stream())
            .filter(ArchitectureTest::isBanned)
            .map(JavaAccess::getDescription));
  }

  private static boolean isBanned(JavaAccess<?> access) {
    return switch (access.getTarget()) {
      case CodeUnitCallTarget call ->
          isBanned(
              declaring(call.resolveMember().orElse(null), call.getOwner()),
              call.getName(),
              call.getRawParameterTypes());
      case CodeUnitReferenceTarget reference ->
          isBanned(
              declaring(reference.resolveMember().orElse(null), reference.getOwner()),
              reference.getName(),
              reference.getRawParameterTypes());
      default -> false;
    };
  }

  private static String declaring(JavaCodeUnit resolved, JavaClass otherwise) {
    return resolved == null ? otherwise.getName() : resolved.getOwner().getName();
  }

  private static boolean isBanned(String owner, String method, List<JavaClass> parameters) {
    return BANNED.contains(owner + "." + method)
        || owner.equals("java.util.concurrent.Executors")
        || isTimedWait(owner, method, parameters)
        || usesTheCommonPool(owner, method, parameters);
  }

  private static boolean isTimedWait(String owner, String method, List<JavaClass> parameters) {
    return owner.startsWith("java.util.concurrent.")
            && !owner.equals("java.util.concurrent.TimeUnit")
            && parameters.stream().anyMatch(p -> TIME.contains(p.getName()))
        || owner.equals("java.lang.Thread") && method.equals("join") && !parameters.isEmpty();
  }

  private static boolean usesTheCommonPool(
      String owner, String method, List<JavaClass> parameters) {
    return owner.startsWith("java.util.concurrent.Complet")
        && method.endsWith("Async")
        && parameters.stream()
            .noneMatch(p -> p.isEquivalentTo(java.util.concurrent.Executor.class));
  }

  @Test
  void monitors_areNotUsed() throws IOException {
    try (Stream<Path> files = Files.walk(CLASS_FOLDER)) {
      assertNone(
          files
              .filter(file -> file.toString().endsWith(".class"))
              .map(ArchitectureTest::parse)
              .filter(c -> !BELOW_THE_SEAM.contains(packageOf(c)))
              .flatMap(c -> c.methods().stream())
              .filter(ArchitectureTest::usesMonitor)
              .map(m -> nameOf(m.parent().orElseThrow()) + "." + m.methodName().stringValue()));
    }
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean usesMonitor(MethodModel method) {
    return method.flags().has(AccessFlag.SYNCHRONIZED)
        || method.code().stream()
            .flatMap(code -> code.elementStream())
            .anyMatch(MonitorInstruction.class::isInstance);
  }

  private static String nameOf(ClassModel model) {
    return model.thisClass().asInternalName().replace('/', '.');
  }

  private static String packageOf(ClassModel model) {
    String name = nameOf(model);
    return name.substring(0, name.lastIndexOf('.'));
  }

  /**
   * A superclass in an internal package and a protected constructor are allowed: Work extends Item.
   */
  @Test
  void publicSignatures_nameNoInternalType() {
    assertNone(
        CLASSES.stream()
            .filter(ArchitectureTest::isApi)
            .flatMap(c -> Stream.concat(c.getMembers().stream(), inheritedFromInternal(c)))
            .filter(ArchitectureTest::isApi)
            .filter(m -> isInternal(m.getOwner()) || namesInternal(m))
            .map(JavaMember::getDescription)
            .distinct());
  }

  private static boolean isApi(JavaClass c) {
    return !isInternal(c)
        && isVisible(c.getModifiers())
        && c.getEnclosingClass().map(ArchitectureTest::isApi).orElse(true);
  }

  private static boolean isApi(JavaMember member) {
    Set<JavaModifier> modifiers = member.getModifiers();
    boolean exempt =
        member instanceof JavaConstructor && modifiers.contains(JavaModifier.PROTECTED);
    return isVisible(modifiers) && !modifiers.contains(JavaModifier.SYNTHETIC) && !exempt;
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static boolean isInternal(JavaClass c) {
    return INTERNAL.contains(c.getBaseComponentType().getPackageName());
  }

  private static boolean namesInternal(JavaMember member) {
    return member.getAllInvolvedRawTypes().stream().anyMatch(ArchitectureTest::isInternal)
        || member instanceof JavaCodeUnit unit
            && unit.getExceptionTypes().stream().anyMatch(ArchitectureTest::isInternal);
  }

  /** Public methods and fields of internal supertypes show through a public class. */
  private static Stream<JavaMember> inheritedFromInternal(JavaClass c) {
    return Stream.concat(c.getAllRawSuperclasses().stream(), c.getAllRawInterfaces().stream())
        .filter(ArchitectureTest::isInternal)
        .flatMap(s -> s.getMembers().stream())
        .filter(m -> m instanceof JavaMethod || m instanceof JavaField)
        .filter(m -> !Set.of("toString", "equals", "hashCode").contains(m.getName()))
        .filter(m -> m.getModifiers().contains(JavaModifier.PUBLIC));
  }

  /**
   * The exceptions: the default live machine, the hook that a simulation installs, and the thread
   * local by which a worker knows itself.
   */
  @Test
  void staticState_isOnlyTheLiveMachine() {
    Predicate<JavaClass> allowed =
        c ->
            c.getPackageName().equals("dev.wq.sim")
                || c.getName().equals("dev.wq.host.SimulatedThreads")
                || c.getName().equals("dev.wq.dispatch.Worker")
                || c.getName().matches("dev\\.wq\\.Machine(\\$.*)?");
    assertNone(
        CLASSES.stream()
            .filter(allowed.negate())
            .flatMap(c -> c.getFields().stream())
            .filter(f -> f.getModifiers().contains(JavaModifier.STATIC))
            .filter(f -> !f.getModifiers().contains(JavaModifier.SYNTHETIC))
            .filter(f -> !f.getModifiers().contains(JavaModifier.FINAL) || holdsMutable(f))
            .map(JavaField::getDescription));
  }

  private static boolean holdsMutable(JavaField field) {
    JavaClass type = field.getRawType();
    if (type.isArray()) {
      return !type.getComponentType().isPrimitive()
          || !field.getModifiers().contains(JavaModifier.PRIVATE);
    }
    return type.getPackageName().startsWith("java.util.concurrent.atomic")
        || type.getPackageName().startsWith("java.util.concurrent.locks")
        || type.isAssignableTo(ThreadLocal.class)
        || Set.of("dev.wq.Machine", "dev.wq.WorkQueue").contains(type.getName())
        || (type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class))
            && !isUnmodifiable(valueOf(field));
  }

  private static Object valueOf(JavaField field) {
    try {
      Field reflected = field.reflect();
      reflected.setAccessible(true);
      return reflected.get(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(field.getFullName(), e);
    }
  }

  private static boolean isUnmodifiable(Object container) {
    String type = container.getClass().getName();
    return type.startsWith("java.util.ImmutableCollections$")
        || type.startsWith("java.util.Collections$Unmodifiable")
        || type.startsWith("com.google.common.collect.Immutable")
        || type.startsWith("com.google.common.collect.Regular");
  }

  private static void assertNone(Stream<String> violations) {
    assertEquals("", violations.sorted().collect(joining("\n")));
  }

  private static Path classFolder() {
    try {
      return Path.of(Host.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
