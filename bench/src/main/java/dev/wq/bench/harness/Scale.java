package dev.wq.bench.harness;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A logarithmic axis of a picture, over whole decades. Nothing at all, which has no logarithm, is
 * one decade before the first.
 *
 * @param nothing whether it has a place for 0
 * @param first exponent of the first decade's beginning
 * @param last exponent of the last decade's end
 * @param from coordinate of the beginning
 * @param to coordinate of the end
 */
record Scale(boolean nothing, int first, int last, double from, double to) {
  private static final double ALMOST = 1e-9; // logarithms of powers of ten may be a bit off

  /** One that has room for all of {@code values}. */
  static Scale around(double[] values, double from, double to) {
    double least = positive(values).min().orElse(1);
    double most = positive(values).max().orElse(1);
    int first = (int) Math.floor(Math.log10(least) + ALMOST);
    int last = Math.max(first + 1, (int) Math.ceil(Math.log10(most) - ALMOST));
    return new Scale(DoubleStream.of(values).anyMatch(value -> value == 0), first, last, from, to);
  }

  private static DoubleStream positive(double[] values) {
    return DoubleStream.of(values).filter(value -> value > 0);
  }

  /** The coordinate of {@code value}. */
  double place(double value) {
    double begin = nothing ? first - 1 : first;
    double exponent = value > 0 ? Math.max(begin, Math.log10(value)) : begin;
    return from + (to - from) * (exponent - begin) / (last - begin);
  }

  /** Where there are lines with a number: 0 if it has a place, and the powers of ten. */
  double[] ticks() {
    DoubleStream powers =
        IntStream.rangeClosed(first, last).mapToDouble(exponent -> Math.pow(10, exponent));
    return (nothing ? DoubleStream.concat(DoubleStream.of(0), powers) : powers).toArray();
  }

  /** Where there are thin lines: twice and five times each power of ten. */
  double[] between() {
    return IntStream.range(first, last)
        .mapToObj(exponent -> Math.pow(10, exponent))
        .flatMapToDouble(power -> DoubleStream.of(2 * power, 5 * power))
        .toArray();
  }
}
