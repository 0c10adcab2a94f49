package dev.wq;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * One of several works in an object: where the field is, and what its function does with the
 * object. Kept in a constant of the class, so a mistake shows when the class is loaded (Rust for
 * Linux: HasWork, impl_has_work!).
 *
 * <pre>{@code
 * final class Nic {
 *   static final HasWork<Nic> RX = HasWork.of(Nic.class, "rx", nic -> nic.rx, Nic::receive);
 *   static final HasWork<Nic> TX = HasWork.field(MethodHandles.lookup(), Nic.class, "tx", Nic::transmit);
 *   private final Work rx = new Work("Nic::rx"), tx = new Work("Nic::tx");
 * }
 * queue.enqueue(nic, Nic.RX);
 * Nic.RX.of(nic).flush();
 * }</pre>
 *
 * <p>The entries of a class have the ids 0, 1, 2 ... in the order in which they were made, see
 * {@link #find}.
 */
public final class HasWork<T> {
  private static final ClassValue<CopyOnWriteArrayList<HasWork<?>>> REGISTRY =
      new ClassValue<>() {
        @Override
        protected CopyOnWriteArrayList<HasWork<?>> computeValue(Class<?> type) {
          return new CopyOnWriteArrayList<>();
        }
      };

  private final Class<T> type;
  private final String name;
  private final int id;
  private final Function<? super T, ? extends Work> field;
  private final Body<? super T> body;

  /** The function of a work in an object of type {@code T}. */
  @FunctionalInterface
  public interface Body<T> {
    void run(T owner) throws Exception;
  }

  private HasWork(
      Class<T> type,
      String name,
      int id,
      Function<? super T, ? extends Work> field,
      Body<? super T> body) {
    this.type = type;
    this.name = name;
    this.id = id;
    this.field = field;
    this.body = body;
  }

  /**
   * The typed form: the field is named by a function that reads it.
   *
   * @param name the entry's name, unique in the class
   * @throws IllegalArgumentException if the class has an entry of that name
   */
  public static <T> HasWork<T> of(
      Class<T> type, String name, Function<? super T, ? extends Work> field, Body<? super T> body) {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(body, "body");
    return register(type, name, field, body);
  }

  /**
   * The form that finds the field by its name.
   *
   * @param lookup may read the field: {@code MethodHandles.lookup()} in the class itself
   * @throws IllegalArgumentException if there is no such field, if it is static or not a {@link
   *     Work}, if {@code lookup} may not read it, or if the class has an entry of that name
   */
  public static <T> HasWork<T> field(
      MethodHandles.Lookup lookup, Class<T> type, String fieldName, Body<? super T> body) {
    Objects.requireNonNull(body, "body");
    MethodHandle getter = getter(lookup, type, fieldName);
    return register(type, fieldName, owner -> read(getter, owner), body);
  }

  private static MethodHandle getter(MethodHandles.Lookup lookup, Class<?> type, String name) {
    try {
      Field field = type.getDeclaredField(name);
      if (!Work.class.isAssignableFrom(field.getType())
          || Modifier.isStatic(field.getModifiers())) {
        throw new IllegalArgumentException(
            "field " + type.getName() + "." + name + " must be a work in each object, is " + field);
      }
      return lookup.unreflectGetter(field).asType(MethodType.methodType(Work.class, Object.class));
    } catch (NoSuchFieldException e) {
      throw new IllegalArgumentException("no field " + type.getName() + "." + name, e);
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(
          "the lookup given may not read " + type.getName() + "." + name, e);
    }
  }

  private static Work read(MethodHandle getter, Object owner) {
    try {
      return (Work) getter.invokeExact(owner);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("reading a field threw a checked exception", e);
    }
  }

  private static <T> HasWork<T> register(
      Class<T> type, String name, Function<? super T, ? extends Work> field, Body<? super T> body) {
    if (Objects.requireNonNull(name, "name").isBlank()) {
      throw new IllegalArgumentException("empty work name in " + type.getName());
    }
    CopyOnWriteArrayList<HasWork<?>> entries = REGISTRY.get(type);
    for (HasWork<?> other : entries) {
      if (other.name.equals(name)) {
        throw new IllegalArgumentException(type.getName() + " has a work '" + name + "' already");
      }
    }
    HasWork<T> entry = new HasWork<>(type, name, entries.size(), field, body);
    entries.add(entry);
    return entry;
  }

  /**
   * The entry of {@code type} with that id.
   *
   * @throws IllegalArgumentException if there is none
   */
  @SuppressWarnings("unchecked") // the registry of a class holds entries of that class only
  public static <T> HasWork<T> find(Class<T> type, int id) {
    List<HasWork<?>> entries = REGISTRY.get(type);
    if (id < 0 || id >= entries.size()) {
      throw new IllegalArgumentException(
          type.getName() + " has " + entries.size() + " works, no id " + id);
    }
    return (HasWork<T>) entries.get(id);
  }

  /** The work in {@code owner}. */
  public Work of(T owner) {
    Objects.requireNonNull(owner, "owner");
    Work work = field.apply(owner);
    if (work == null) {
      throw new NullPointerException("work '" + name + "' of " + owner + " is null");
    }
    return work;
  }

  /**
   * Runs the function for {@code owner}, unless its field holds another work than the one that was
   * queued.
   */
  void run(Object owner, Work queued) throws Exception {
    T typed = type.cast(owner);
    if (of(typed) != queued) {
      throw new IllegalStateException(
          owner + " was queued with work '" + queued.name() + "', but its " + name + " is another");
    }
    body.run(typed);
  }

  /** The entry's name; the field's in the second form. */
  public String name() {
    return name;
  }

  /** The number of the entry in its class. */
  public int id() {
    return id;
  }

  @Override
  public String toString() {
    return type.getSimpleName() + "." + name;
  }
}
