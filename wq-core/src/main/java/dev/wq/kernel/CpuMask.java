package dev.wq.kernel;

import java.util.BitSet;
import java.util.stream.IntStream;

/** An immutable set of CPUs. */
public final class CpuMask {
  private final BitSet bits; // I: never changed after construction

  private CpuMask(BitSet bits) {
    this.bits = bits;
  }

  public static CpuMask of(int... cpus) {
    BitSet bits = new BitSet();
    for (int cpu : cpus) {
      bits.set(cpu);
    }
    return new CpuMask(bits);
  }

  /** The CPUs 0 to {@code count - 1}. */
  public static CpuMask first(int count) {
    BitSet bits = new BitSet();
    bits.set(0, count);
    return new CpuMask(bits);
  }

  public boolean contains(int cpu) {
    return cpu >= 0 && bits.get(cpu);
  }

  public boolean isEmpty() {
    return bits.isEmpty();
  }

  public int count() {
    return bits.cardinality();
  }

  public IntStream cpus() {
    return bits.stream();
  }

  public boolean intersects(CpuMask other) {
    return bits.intersects(other.bits);
  }

  public boolean isWithin(CpuMask other) {
    return minus(other).isEmpty();
  }

  public CpuMask and(CpuMask other) {
    BitSet both = (BitSet) bits.clone();
    both.and(other.bits);
    return new CpuMask(both);
  }

  public CpuMask minus(CpuMask other) {
    BitSet rest = (BitSet) bits.clone();
    rest.andNot(other.bits);
    return new CpuMask(rest);
  }

  public CpuMask with(int cpu) {
    BitSet more = (BitSet) bits.clone();
    more.set(cpu);
    return new CpuMask(more);
  }

  /** The first CPU behind {@code cpu}, around the end; -1 if the set is empty. */
  public int nextAround(int cpu) {
    int next = bits.nextSetBit(cpu + 1);
    return next >= 0 ? next : bits.nextSetBit(0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CpuMask mask && bits.equals(mask.bits);
  }

  @Override
  public int hashCode() {
    return bits.hashCode();
  }

  /** As the kernel prints it: {@code 0-3,7}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int from = bits.nextSetBit(0); from >= 0; ) {
      int end = bits.nextClearBit(from);
      text.append(text.isEmpty() ? "" : ",").append(from);
      if (end > from + 1) {
        text.append('-').append(end - 1);
      }
      from = bits.nextSetBit(end);
    }
    return text.toString();
  }
}
