package dev.wq.examples;

import static dev.wq.system.SystemQueues.accelerator;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wq.Machine;
import dev.wq.driver.Completion;
import dev.wq.driver.Driver;
import dev.wq.driver.DriverAttrs;
import dev.wq.driver.DriverPoll;
import dev.wq.driver.DriverQueue;
import dev.wq.driver.Posting;
import dev.wq.driver.Priority;
import dev.wq.driver.Submission;
import dev.wq.driver.Submitter;
import dev.wq.driver.Suspension;
import dev.wq.driver.crypto.SignItem;
import dev.wq.driver.crypto.VerifyItem;
import dev.wq.sim.Simulation;
import dev.wq.wait.WaitCell;
import dev.wq.wait.WaitResult;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/**
 * README's code of wait cells, driver queues and the accelerator, run. See {@link
 * ReadmeSnippetsTest}.
 */
class DriverSnippetsTest {

  // ---- wait cells

  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private final List<String> served = new ArrayList<>();
  private final WaitCell bell = new WaitCell(); // one waits, any number wake

  private void serve() throws InterruptedException {
    while (bell.waitFor(() -> !requests.isEmpty()) == WaitResult.WOKEN) {
      served.add(requests.remove());
    } // closed, and nothing is left
  }

  @Test
  void waitCell() throws Exception {
    requests.add("tea");
    bell.wake(); // never blocks; remembered if nobody waits yet
    bell.close();

    serve();
    assertEquals(List.of("tea"), served);
  }

  // ---- driver queues

  record Page(String text) {}

  /** The device: prints in its own time. */
  static final class Paper {
    private final Machine machine;
    private final List<String> printed = new ArrayList<>();
    private Runnable interrupt = () -> {};

    Paper(Machine machine) {
      this.machine = machine;
    }

    void print(Page page) {
      machine.thread("paper", () -> dry(page));
    }

    private void dry(Page page) {
      try {
        machine.sleep(Duration.ofMillis(10));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      printed.add(page.text());
      interrupt.run();
    }

    boolean hasPrinted(Page page) {
      return printed.contains(page.text());
    }
  }

  static final class Printer implements Driver<Page> {
    private final Paper paper;

    Printer(Paper paper) {
      this.paper = paper;
    }

    @Override
    public DriverPoll post(Page page) {
      paper.print(page); // does not wait
      return DriverPoll.PENDING; // or COMPLETED; or REFUSED: it stays at the head
    }

    @Override
    public DriverPoll poll(Page page) { // asked after a kick
      return paper.hasPrinted(page) ? DriverPoll.COMPLETED : DriverPoll.PENDING;
    }
  }

  @Test
  void driverQueue() {
    Simulation.withCpus(2)
        .run(machine -> {
          Paper paper = new Paper(machine);

          DriverQueue<Page> printer = DriverQueue.open(DriverAttrs.named("printer").capacity(100));
          paper.interrupt = printer::kick; // there is news: wakes the pump, and does not wait

          Submission<Page> early = printer.post(new Page("early")); // waits for a driver
          try (var _ = printer.attach(new Printer(paper))) {
            early.await().orThrow();

            try (Submission<Page> page = printer.post(new Page("page"))) {
              page.await(Duration.ofSeconds(5)).orThrow();
            } // takes back what has not ended, and waits until the driver has let go of it

            try (Suspension quiet = printer.suspend()) {
              quiet.await(); // nothing in progress, the device stopped; posting goes on
              printer.post(new Page("held"));
            }
          } // what is in progress ends, what is queued stays for the next driver

          assertTrue(paper.printed.contains("page"));
          assertEquals(2, printer.stats().completed() + printer.stats().queued() - 1);
        });
  }

  @Test
  void submitters() {
    Simulation.withCpus(2)
        .run(machine -> {
          Paper paper = new Paper(machine);
          DriverQueue<Page> printer =
              DriverQueue.open(
                  DriverAttrs.named("printer")
                      .depth(4) // credits: so much at once
                      .runLimit(Duration.ofMinutes(1)) // then the device is reset
                      .banAfter(2)); // resets that one submitter may cause
          paper.interrupt = printer::kick;
          printer.attach(new Printer(paper));

          Submitter<Page> urgent = printer.submitter("urgent", Priority.HIGH);
          Submission<Page> cover = printer.post(new Page("cover"));
          Submission<Page> poster =
              urgent.post(
                  new Page("poster"),
                  Posting.PLAIN.credits(2).after(cover).deadline(Duration.ofMinutes(5)));

          assertEquals(Completion.COMPLETED, poster.await());
          assertEquals(List.of("cover", "poster"), paper.printed);
        });
  }

  // ---- the accelerator

  @Test
  void cryptoAccelerator() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair keys = generator.generateKeyPair();
    byte[] message = {1, 2, 3};

    SignItem signed = new SignItem("SHA256withECDSA", keys.getPrivate(), message);
    accelerator().post(signed).await().orThrow();

    VerifyItem verified =
        new VerifyItem("SHA256withECDSA", keys.getPublic(), message, signed.signature());
    accelerator().post(verified).await().orThrow();
    assertTrue(verified.isValid());
  }
}
