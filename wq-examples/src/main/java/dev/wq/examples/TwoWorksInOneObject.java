package dev.wq.examples;

import static dev.wq.system.SystemQueues.system;
import static dev.wq.system.SystemQueues.systemHighpri;

import dev.wq.HasWork;
import dev.wq.Machine;
import dev.wq.Work;
import java.io.PrintStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A network card that receives by one work and answers by another, each with its own function. */
public final class TwoWorksInOneObject {
  private static final int PACKETS = 1_000;

  private TwoWorksInOneObject() {}

  /**
   * What happened.
   *
   * @param received packets taken in by the first work
   * @param sent answers sent by the second one
   */
  public record Result(int received, int sent) {}

  /** One object, two works. */
  private static final class Nic {
    static final HasWork<Nic> RX = HasWork.of(Nic.class, "rx", nic -> nic.rx, Nic::receive);
    static final HasWork<Nic> TX = HasWork.of(Nic.class, "tx", nic -> nic.tx, Nic::transmit);

    private final Work rx = new Work("Nic::rx");
    private final Work tx = new Work("Nic::tx");
    private final Machine machine;
    private final Queue<Integer> inbox = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> outbox = new ConcurrentLinkedQueue<>();
    private int received; // RX only
    private int sent; // TX only

    Nic(Machine machine) {
      this.machine = machine;
    }

    /** What a driver does in its interrupt: keep the packet, queue the work. */
    void arrived(int packet) {
      inbox.add(packet);
      systemHighpri(machine).enqueue(this, RX);
    }

    private void receive() {
      for (Integer packet = inbox.poll(); packet != null; packet = inbox.poll()) {
        received++;
        outbox.add(-packet);
        system(machine).enqueue(this, TX);
      }
    }

    private void transmit() {
      while (outbox.poll() != null) {
        sent++;
      }
    }
  }

  /** Lets packets arrive and waits until each is answered. */
  public static Result run(Machine machine, PrintStream out) throws InterruptedException {
    Nic nic = new Nic(machine);
    for (int packet = 0; packet < PACKETS; packet++) {
      nic.arrived(packet);
    }
    Nic.RX.of(nic).flush(); // everything received, so every answer is queued
    Nic.TX.of(nic).flush();
    Result result = new Result(nic.received, nic.sent);
    out.printf("   %d packets received, %d answers sent%n", result.received, result.sent);
    Counts.print(systemHighpri(machine), out);
    Counts.print(system(machine), out);
    return result;
  }

  /** Takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    run(Machine.live(), System.out);
  }
}
