package dev.wq.cli;

/** How text looks on a terminal (ECMA-48: select graphic rendition). */
enum Style {
  BOLD(1),
  DIM(2),
  RED(31),
  GREEN(32),
  YELLOW(33);

  private final int code;

  Style(int code) {
    this.code = code;
  }

  String of(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
