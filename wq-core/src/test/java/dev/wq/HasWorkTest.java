package dev.wq;

import static dev.wq.Script.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.invoke.MethodHandles;
import org.junit.jupiter.api.Test;

/** Several works in one object, and what is refused when the class is loaded. */
class HasWorkTest {
  /** Two works, one entry of each form. */
  private static final class Nic {
    static final HasWork<Nic> RX = HasWork.of(Nic.class, "rx", nic -> nic.rx, Nic::receive);
    static final HasWork<Nic> TX =
        HasWork.field(MethodHandles.lookup(), Nic.class, "tx", Nic::transmit);

    private final Work rx = new Work("Nic::rx");
    private final Work tx = new Work("Nic::tx");
    private final Script s;
    private final String name;

    Nic(Script s, String name) {
      this.s = s;
      this.name = name;
    }

    private void receive() throws InterruptedException {
      s.say(name + " receives");
      s.sleep(10);
    }

    private void transmit() {
      s.say(name + " transmits");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @Test
  void worksOfOneObject_areIndependent() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Nic nic = new Nic(s, "eth0");
          s.sayAfterAll("rx: " + q.enqueue(nic, Nic.RX));
          s.at(5);
          s.sayAfterAll("tx: " + q.submit(nic, Nic.TX) + ", rx: " + q.submit(nic, Nic.RX));
          s.at(6);
          s.say("cancel rx: " + Nic.RX.of(nic).cancel() + ", tx: " + Nic.TX.of(nic).cancel());
        },
        "0ms eth0 receives",
        "0ms rx: true",
        "5ms eth0 transmits",
        "5ms tx: QUEUED, rx: REQUEUED",
        "6ms cancel rx: true, tx: false");
  }

  @Test
  void oneEntry_servesManyObjects() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          q.enqueue(new Nic(s, "eth0"), Nic.TX);
          q.enqueue(new Nic(s, "eth1"), Nic.TX);
        },
        "0ms eth0 transmits",
        "0ms eth1 transmits");
  }

  @Test
  void entries_areFoundByNumber() {
    assertSame(Nic.RX, HasWork.find(Nic.class, Nic.RX.id()));
    assertSame(Nic.TX, HasWork.find(Nic.class, 1));
    assertEquals("Nic.tx", Nic.TX.toString());
    assertEquals("tx", Nic.TX.name());
    for (int wrong : new int[] {-1, 2}) {
      assertEquals(
          Nic.class.getName() + " has 2 works, no id " + wrong,
          refusal(IllegalArgumentException.class, () -> HasWork.find(Nic.class, wrong)));
    }
  }

  @Test
  void classWithoutEntries_hasNoIds() {
    assertThrows(IllegalArgumentException.class, () -> HasWork.find(String.class, 0));
  }

  // ---- mistakes that show when the class is loaded

  private static final class Twice {
    static final HasWork<Twice> A = HasWork.of(Twice.class, "w", t -> t.w, _ -> {});
    static final HasWork<Twice> B =
        HasWork.field(MethodHandles.lookup(), Twice.class, "w", _ -> {});
    private final Work w = new Work("Twice::w");
  }

  private static final class Missing {
    static final HasWork<Missing> A =
        HasWork.field(MethodHandles.lookup(), Missing.class, "nowhere", _ -> {});
  }

  private static final class WrongType {
    static final HasWork<WrongType> A =
        HasWork.field(MethodHandles.lookup(), WrongType.class, "w", _ -> {});
    private final Runnable w = () -> {};
  }

  private static final class Static {
    static final HasWork<Static> A =
        HasWork.field(MethodHandles.lookup(), Static.class, "W", _ -> {});
    private static final Work W = new Work("Static::W");
  }

  private static final class Foreign {
    static final HasWork<Foreign> A =
        HasWork.field(MethodHandles.publicLookup(), Foreign.class, "w", _ -> {});
    private final Work w = new Work("Foreign::w");
  }

  private static final class Unnamed {
    static final HasWork<Unnamed> A = HasWork.of(Unnamed.class, " ", u -> u.w, _ -> {});
    private final Work w = new Work("Unnamed::w");
  }

  private static String refusedAtLoad(Class<?> type) {
    Throwable cause =
        assertThrows(
                ExceptionInInitializerError.class,
                () -> MethodHandles.lookup().ensureInitialized(type))
            .getCause();
    return String.valueOf(
        assertInstanceOf(IllegalArgumentException.class, cause)
            .getMessage()
            .replace(HasWorkTest.class.getName() + "$", ""));
  }

  @Test
  void mistakes_showWhenTheClassIsLoaded() {
    assertEquals("Twice has a work 'w' already", refusedAtLoad(Twice.class));
    assertEquals("no field Missing.nowhere", refusedAtLoad(Missing.class));
    assertEquals(
        "field WrongType.w must be a work in each object, is private final java.lang.Runnable"
            + " WrongType.w",
        refusedAtLoad(WrongType.class));
    assertEquals(
        "field Static.W must be a work in each object, is private static final dev.wq.Work"
            + " Static.W",
        refusedAtLoad(Static.class));
    assertEquals("the lookup given may not read Foreign.w", refusedAtLoad(Foreign.class));
    assertEquals("empty work name in Unnamed", refusedAtLoad(Unnamed.class));
  }

  // ---- mistakes of objects

  private static final class Shifty {
    static final HasWork<Shifty> W = HasWork.of(Shifty.class, "w", shifty -> shifty.w, _ -> {});
    private Work w = new Work("Shifty::first");

    @Override
    public String toString() {
      return "shifty";
    }
  }

  @Test // the run does not take place, and is a failure
  void fieldThatChangesBetweenQueueingAndRun_isAFailure() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.ordered("q");
          Shifty shifty = new Shifty();
          s.occupy(q, 5);
          q.enqueue(shifty, Shifty.W);
          shifty.w = new Work("Shifty::second");
        },
        "5ms Shifty::first throws IllegalStateException: shifty was queued with work"
            + " 'Shifty::first', but its w is another");
  }

  private static final class Shared {
    static final HasWork<Shared> A = HasWork.of(Shared.class, "a", x -> x.w, _ -> {});
    static final HasWork<Shared> B = HasWork.of(Shared.class, "b", x -> x.w, _ -> {});
    private final Work w;

    Shared(Work w) {
      this.w = w;
    }

    @Override
    public String toString() {
      return "shared";
    }
  }

  @Test
  void oneWorkForTwoObjectsOrTwoEntries_isRefused() {
    Script.anySchedule(s -> {
      WorkQueue q = s.queue("q");
      Work w = new Work("w");
      Shared first = new Shared(w);
      q.enqueue(first, Shared.A);
      String message = "work 'w' belongs to Shared.a of shared and can't serve ";
      assertEquals(
          message + "Shared.b of shared",
          refusal(IllegalStateException.class, () -> q.enqueue(first, Shared.B)));
      assertEquals(
          message + "Shared.a of shared",
          refusal(IllegalStateException.class, () -> q.enqueue(new Shared(w), Shared.A)));
    });
  }

  @Test
  void emptyField_isRefusedAtTheQueueing() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Shifty shifty = new Shifty();
          shifty.w = null;
          s.say(refusal(NullPointerException.class, () -> q.enqueue(shifty, Shifty.W)));
        },
        "0ms work 'w' of shifty is null");
  }

  @Test
  void workWithoutAnObject_cannotBeQueuedByItself() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          s.say(refusal(IllegalStateException.class, () -> q.enqueue(new Work("w"))));
        },
        "0ms work 'w' has no function of its own: queue the object it is a field of");
  }

  private static final class Dimmer {
    static final HasWork<Dimmer> OFF = HasWork.of(Dimmer.class, "off", d -> d.off, Dimmer::off);
    private final DelayedWork off = new DelayedWork("Dimmer::off");
    private final Script s;

    Dimmer(Script s) {
      this.s = s;
    }

    private void off() {
      s.say("off");
    }
  }

  @Test
  void delayedWorkAsAnEntry_canBeQueuedAndFlushed() {
    Script.anySchedule(
        s -> {
          WorkQueue q = s.queue("q");
          Dimmer dimmer = new Dimmer(s);
          s.sayAfterAll("enqueue: " + q.enqueue(dimmer, Dimmer.OFF));
          s.at(1);
          s.say("flush: " + Dimmer.OFF.of(dimmer).flush());
        },
        "0ms off",
        "0ms enqueue: true",
        "1ms flush: false");
  }
}
