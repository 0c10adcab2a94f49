package dev.wq.bench.poll;

import dev.wq.poll.CountingSemaphore;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A give and a take by one thread, nobody else about. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
public class SemaphoreBenchmark {
  private final CountingSemaphore ours = new CountingSemaphore(0, 1);
  private final Semaphore jdk = new Semaphore(0);

  @Benchmark
  public Object ours() throws InterruptedException {
    ours.give();
    return ours.take();
  }

  @Benchmark
  public Object jdk() throws InterruptedException {
    jdk.release();
    jdk.acquire();
    return jdk;
  }
}
