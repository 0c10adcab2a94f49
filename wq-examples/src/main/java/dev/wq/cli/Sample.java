package dev.wq.cli;

import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;

/** A recording in the jar. */
enum Sample {
  /** Sleeping works, up to sixteen at once in a pool: concurrency management at its busiest. */
  AIO_FSYNC("16-quiet-aio-fsync"),
  /** Queues that run one work at a time per CPU, so that works wait for activation. */
  CGROUPS("17-quiet-cgroups"),
  /** Works that hold a CPU for more than 10 ms, and those behind them. */
  NFT_HOG("21-quiet-nft-hog");

  private final String recording;

  Sample(String recording) {
    this.recording = recording;
  }

  String file() {
    return recording + ".txt.gz";
  }

  InputStream open() {
    return Objects.requireNonNull(Sample.class.getResourceAsStream(file()), this::file);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
