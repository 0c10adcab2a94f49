package dev.wq.cli;

public final class Wq {
  public static void main(String[] a) {
    System.out.println(java.util.List.of(a));
  }
}
