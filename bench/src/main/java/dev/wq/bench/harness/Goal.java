package dev.wq.bench.harness;

/**
 * What a measure is to reach.
 *
 * @param kind what is compared
 * @param limit the bound; NaN: reported, without a bound
 */
public record Goal(Kind kind, double limit) {
  /** How far a bound may be missed without counting as missed. */
  static final double TOLERANCE = 0.15;

  /** What is compared with the bound. */
  public enum Kind {
    /** The peer's figure over ours is at least the bound. */
    FASTER,
    /** Our figure over the peer's is at most the bound. */
    RATIO,
    /** Our figure is at most the bound. */
    ABSOLUTE,
    /** Our figure less the peer's is at most the bound. */
    ABOVE
  }

  public static Goal faster(double times) {
    return new Goal(Kind.FASTER, times);
  }

  public static Goal ratio(double atMost) {
    return new Goal(Kind.RATIO, atMost);
  }

  public static Goal absolute(double atMost) {
    return new Goal(Kind.ABSOLUTE, atMost);
  }

  public static Goal above(double atMost) {
    return new Goal(Kind.ABOVE, atMost);
  }

  /** The figure that is compared with the bound. */
  double compared(double ours, double peer) {
    return switch (kind) {
      case FASTER -> peer / ours;
      case RATIO -> ours / peer;
      case ABSOLUTE -> ours;
      case ABOVE -> ours - peer;
    };
  }

  /** For the table: {@code met}, {@code within 15 %}, {@code missed}, or a dash without a bound. */
  String verdict(double compared) {
    if (Double.isNaN(limit)) {
      return "-";
    }
    double slack = kind == Kind.FASTER ? 1 - TOLERANCE : 1 + TOLERANCE;
    if (reaches(compared, limit)) {
      return "met";
    }
    return reaches(compared, limit * slack) ? "within 15 %" : "missed";
  }

  private boolean reaches(double compared, double bound) {
    return kind == Kind.FASTER ? compared >= bound : compared <= bound;
  }
}
