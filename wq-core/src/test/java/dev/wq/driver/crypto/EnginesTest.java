package dev.wq.driver.crypto;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.ThreadKind;
import dev.wq.driver.Completion;
import dev.wq.driver.DriverAttrs;
import dev.wq.driver.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the accelerator does with its engines, over a provider that does what the test wants. */
class EnginesTest {
  private static final DriverAttrs QUEUE = DriverAttrs.named("fake").depth(4);

  private static CryptoAttrs fake(FakeProvider.Body body) {
    return CryptoAttrs.provider(new FakeProvider(body)).inlineBytes(0);
  }

  private static DigestItem item(int value) {
    return new DigestItem("FAKE", new byte[] {(byte) value});
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void asManyAtATime_asThereAreEngines(ThreadKind kind) throws Exception {
    CountDownLatch all = new CountDownLatch(3);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    CryptoAttrs attrs =
        fake(_ -> {
          threads.add(Thread.currentThread());
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          all.countDown();
          all.await();
          running.decrementAndGet();
        });
    try (Device device = new Device(QUEUE.depth(8), attrs.engines(3).thread(kind))) {
      List<Submission<CryptoItem>> posted = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        posted.add(device.queue.post(item(i)));
      }
      for (Submission<CryptoItem> submission : posted) {
        assertEquals(Completion.COMPLETED, Device.end(submission));
      }
      assertEquals(3, most.get());
      assertTrue(threads.stream().allMatch(t -> t.isVirtual() == (kind == ThreadKind.VIRTUAL)));
      assertTrue(threads.stream().allMatch(Thread::isDaemon));
      assertTrue(threads.stream().allMatch(t -> t.getName().equals("fake-engine")));
    }
  }

  @Test
  void shortCheapItem_isComputedByThePump() {
    Set<String> threads = ConcurrentHashMap.newKeySet();
    CryptoAttrs attrs = fake(_ -> threads.add(Thread.currentThread().getName())).inlineBytes(2);
    try (Device device = new Device(QUEUE, attrs)) {
      device.done(new DigestItem("FAKE", new byte[2]));
      assertFalse(threads.contains("fake-engine"));
      device.done(new DigestItem("FAKE", new byte[3]));
      assertTrue(threads.contains("fake-engine"));
    }
  }

  @Test
  @DisplayName("drivers D24: cancelled before an engine has it, an item ends cancelled, unread")
  void cancelledBeforeAnEngineHasIt_endsCancelled() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger computed = new AtomicInteger();
    CryptoAttrs attrs =
        fake(_ -> {
          computed.incrementAndGet();
          begun.countDown();
          goOn.await();
        });
    try (Device device = new Device(QUEUE, attrs.engines(1))) {
      Submission<CryptoItem> first = device.queue.post(item(1));
      Submission<CryptoItem> second = device.queue.post(item(2));
      begun.await();
      await().atMost(Duration.ofSeconds(60)).until(() -> device.queue.stats().inProgress() == 2);
      assertFalse(second.cancel());
      assertEquals(Completion.Status.CANCELLED, Device.end(second).status());
      assertFalse(first.isDone());
      goOn.countDown();
      assertEquals(Completion.COMPLETED, Device.end(first));
      assertEquals(1, computed.get());
    }
  }

  @Test
  @DisplayName("drivers D23, D24: cancelled while an engine computes it, an item completes")
  void cancelledWhileComputed_completes() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CryptoAttrs attrs =
        fake(_ -> {
          begun.countDown();
          goOn.await();
        });
    try (Device device = new Device(QUEUE, attrs)) {
      DigestItem item = item(7);
      Submission<CryptoItem> submission = device.queue.post(item);
      begun.await();
      assertFalse(submission.cancel());
      goOn.countDown();
      assertEquals(Completion.COMPLETED, Device.end(submission));
      assertArrayEquals(new byte[] {7}, item.digest());
    }
  }

  @Test
  void errorOfTheProvider_isTheCause_andTheEngineGoesOn() {
    CryptoAttrs attrs =
        fake(data -> {
          if (data[0] == 1) {
            throw new StackOverflowError("planted");
          }
        });
    try (Device device = new Device(QUEUE, attrs.engines(1))) {
      assertInstanceOf(StackOverflowError.class, device.failure(item(1)));
      device.done(item(2));
    }
  }

  @Test
  @DisplayName("drivers D44, D50: a wedged engine is replaced, and never touches a released item")
  void wedgedEngine_isReplaced_andTouchesNothing() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    CryptoAttrs attrs =
        fake(_ -> {
          if (calls.getAndIncrement() == 0) {
            awaitDeaf(release);
            over.countDown();
          }
        });
    try (Device device =
        new Device(QUEUE.runLimit(Duration.ofMillis(50)).banAfter(9), attrs.engines(1))) {
      byte[] data = {1, 2, 3};
      DigestItem wedged = new DigestItem("FAKE", data);
      Submission<CryptoItem> submission = device.queue.post(wedged);
      assertEquals(Completion.Status.TIMED_OUT, Device.end(submission).status());
      data[0] = 9; // it is the caller's again
      device.done(item(2));
      device.done(wedged);
      assertArrayEquals(new byte[] {9, 2, 3}, wedged.digest());
      release.countDown();
      over.await();
      assertArrayEquals(new byte[] {9, 2, 3}, wedged.digest());
      device.done(item(3));
    }
  }

  /** As a native call, which no interrupt ends. */
  private static void awaitDeaf(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException _) {
        Thread.yield();
      }
    }
  }

  @Test
  void wedgedEngineThatListens_isInterrupted() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    CryptoAttrs attrs =
        fake(_ -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        });
    try (Device device = new Device(QUEUE.runLimit(Duration.ofMillis(50)), attrs)) {
      Submission<CryptoItem> submission = device.queue.post(item(1));
      assertEquals(Completion.Status.TIMED_OUT, Device.end(submission).status());
      interrupted.await();
    }
  }

  @Test
  @DisplayName("drivers D44: after a reset innocent items are computed again, a context's too")
  void innocentItems_areComputedAgain() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger hangs = new AtomicInteger(1);
    CryptoAttrs attrs =
        fake(data -> {
          if (data.length == 1 && hangs.getAndDecrement() > 0) {
            never.await();
          }
        });
    DriverAttrs queue = QUEUE.runLimit(Duration.ofMillis(100)).banAfter(9);
    try (Device device = new Device(queue, attrs.engines(1))) {
      DigestContext context = new DigestContext(device.queue, "FAKE");
      assertTrue(context.update(new byte[2]).isDone());
      Submission<CryptoItem> guilty = device.queue.post(item(1));
      Submission<CryptoItem> innocent = context.finish();
      assertEquals(Completion.Status.TIMED_OUT, Device.end(guilty).status());
      assertEquals(Completion.COMPLETED, Device.end(innocent));
      assertArrayEquals(new byte[2], context.digest());
    }
  }
}
