package dev.wq.device;

import dev.wq.Machine;
import dev.wq.Script;
import java.util.ArrayList;
import java.util.List;

/**
 * The devices of a script. What a task of {@code submit} throws is written to its log; three
 * services, two of which share a runner.
 */
final class Rig {
  static final DeviceId GPU = new DeviceId("sim", 0);
  static final DeviceId SECOND = new DeviceId("sim", 1);

  final Script s;
  final Devices devices;

  Rig(Script s) {
    this.s = s;
    this.devices = Devices.of(s.machine());
    devices.onFailure((_, cause) -> s.say("handler: " + brief(cause)));
  }

  // ---- services

  /** Counts, upstream. */
  static final class Counter implements DeviceService {
    static final ServiceType<Counter> TYPE =
        ServiceType.of(Counter.class, DeviceStage.UPSTREAM, _ -> new Counter());

    int value;

    int add() {
      return ++value;
    }

    int value() {
      return value;
    }
  }

  /** Takes notes, upstream too: on the runner of {@link Counter}. */
  static final class Notes implements DeviceService {
    static final ServiceType<Notes> TYPE =
        ServiceType.of(Notes.class, DeviceStage.UPSTREAM, _ -> new Notes());

    final List<String> lines = new ArrayList<>();

    @Override
    public Object utilities() {
      return "paper";
    }
  }

  /** Downstream: has a runner of its own. */
  static final class Engine implements DeviceService {
    static final ServiceType<Engine> TYPE =
        ServiceType.of(Engine.class, DeviceStage.DOWNSTREAM, _ -> new Engine());
  }

  DeviceHandle<Counter> counter() {
    return counter(GPU);
  }

  DeviceHandle<Counter> counter(DeviceId id) {
    return DeviceHandle.of(machine(), id, Counter.TYPE);
  }

  DeviceHandle<Notes> notes() {
    return notes(GPU);
  }

  DeviceHandle<Notes> notes(DeviceId id) {
    return DeviceHandle.of(machine(), id, Notes.TYPE);
  }

  DeviceHandle<Engine> engine() {
    return DeviceHandle.of(machine(), GPU, Engine.TYPE);
  }

  private Machine machine() {
    return s.machine();
  }

  // ---- tasks

  /** Says that it runs. */
  <S extends DeviceService> ServiceTask<S> says(String name) {
    return _ -> s.say(name);
  }

  /** Says that it begins, takes so many milliseconds, and says that it ends. */
  <S extends DeviceService> ServiceTask<S> slow(String name, int millis) {
    return _ -> {
      s.say(name + " begins");
      s.sleep(millis);
      s.say(name + " ends");
    };
  }

  /** Keeps a runner until so many milliseconds have passed; has begun when this returns. */
  void occupy(DeviceHandle<?> handle, int untilMillis) {
    occupyRunner(handle, untilMillis);
    s.settle();
  }

  private <S extends DeviceService> void occupyRunner(DeviceHandle<S> handle, int untilMillis) {
    handle.submit(_ -> s.sleep(untilMillis - s.millis()));
  }

  /** Waits for everything submitted so far. */
  static <S extends DeviceService> void drain(DeviceHandle<S> handle) {
    handle.submitBlocking(_ -> true);
  }

  // ---- words

  static String brief(Throwable thrown) {
    return thrown.getClass().getSimpleName()
        + (thrown.getMessage() == null ? "" : ": " + thrown.getMessage());
  }

  /** Whether {@code sought} is {@code thrown}, or a cause of it. */
  static boolean tells(Throwable thrown, Throwable sought) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t == sought) {
        return true;
      }
    }
    return false;
  }
}
