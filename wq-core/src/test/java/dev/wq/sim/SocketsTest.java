package dev.wq.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketsTest {
  /** Started in a JVM of its own, so that the simulation is the first to use a socket. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws Exception {
      try {
        Simulation.withCpus(1).runHost(_ -> read(false));
        System.out.print("not reported, ");
      } catch (SimulationFailure e) {
        System.out.print("reported, ");
      }
      Thread.ofVirtual().start(() -> System.out.print("then read " + read(true))).join();
    }

    /**
     * Waits for a byte, which comes or does not. Inside it does not: no moment of another thread is
     * sure to be after the reader has begun to wait.
     */
    private static int read(boolean comes) {
      try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          var client = new Socket(server.getInetAddress(), server.getLocalPort());
          var accepted = server.accept()) {
        if (comes) {
          accepted.getOutputStream().write(42);
        }
        return client.getInputStream().read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void socketReadInsideIsReported_andLaterReadsOutsideStillWork() throws Exception {
    assertEquals("reported, then read 42", FreshJvm.run(List.of(FreshJvm.OPENS), Program.class));
  }
}
