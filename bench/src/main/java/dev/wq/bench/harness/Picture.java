package dev.wq.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A {@link Curve} as SVG, both axes logarithmic: for each subject the medians of the rounds, joined
 * by a line, and a band from the lowest round to the highest. Its colours are its own, on white, so
 * that it reads the same on light and on dark pages.
 */
final class Picture {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 450;
  private static final int LEFT = 80;
  private static final int RIGHT = WIDTH - 28;
  private static final int TOP = 100;
  private static final int BOTTOM = HEIGHT - 60;
  private static final int BESIDE = 20;
  private static final int LEGEND_Y = 56;
  private static final int LEGEND_LINE = 20;
  private static final int MARK = 22;
  private static final int LETTER = 7; // about as wide as one of the legend
  private static final List<String> COLOURS =
      List.of("#0b62c4", "#d1580b", "#2a8544", "#8a3fb0", "#b3283b", "#5f6b7a");

  private final Curve curve;
  private final List<Line> lines;
  private final Scale across;
  private final Scale up;
  private final StringBuilder svg = new StringBuilder();

  /** The rounds of one subject at one point. */
  private record Dot(double x, Spread y) {}

  private record Line(Subject subject, String colour, List<Dot> dots) {}

  private Picture(Curve curve, List<Round> rounds) {
    this.curve = curve;
    this.lines = lines(curve, rounds);
    this.across =
        Scale.around(curve.points().stream().mapToDouble(x -> x).toArray(), LEFT + 12, RIGHT - 12);
    this.up = Scale.around(heights(lines), BOTTOM, TOP);
  }

  private static List<Line> lines(Curve curve, List<Round> rounds) {
    List<Line> lines = new ArrayList<>();
    for (Subject subject : curve.subjects().toList()) {
      String colour = COLOURS.get(lines.size() % COLOURS.size());
      lines.add(new Line(subject, colour, dots(curve, subject, rounds)));
    }
    return lines;
  }

  /** A point that some round does not have has no dot. */
  private static List<Dot> dots(Curve curve, Subject subject, List<Round> rounds) {
    return curve.points().stream()
        .map(x -> new Dot(x, spread(new Figure(subject, curve.reading().at(x)), rounds)))
        .filter(dot -> dot.y.median() > 0)
        .toList();
  }

  private static Spread spread(Figure figure, List<Round> rounds) {
    return Spread.of(rounds.stream().mapToDouble(figure::of).toArray());
  }

  private static double[] heights(List<Line> lines) {
    return lines.stream()
        .flatMap(line -> line.dots.stream())
        .mapMultiToDouble((dot, all) -> {
          all.accept(dot.y.min());
          all.accept(dot.y.max());
        })
        .filter(height -> height > 0)
        .toArray();
  }

  /** Into {@code directory}, by the curve's name. */
  static void write(Curve curve, List<Round> rounds, Path directory) throws IOException {
    Files.writeString(directory.resolve(curve.name() + ".svg"), svg(curve, rounds));
  }

  static String svg(Curve curve, List<Round> rounds) {
    return new Picture(curve, rounds).draw();
  }

  private String draw() {
    add(
        ("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' height='%d'"
                + " font-family='system-ui, sans-serif' font-size='13' role='img'>")
            .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT));
    add("<title>%s</title>".formatted(escaped(curve.title())));
    add("<rect width='%d' height='%d' rx='10' fill='#ffffff'/>".formatted(WIDTH, HEIGHT));
    text(BESIDE, 32, "start", "#1c2733", "font-size='17' font-weight='600'", curve.title());
    grid();
    names();
    legend();
    lines.reversed().forEach(this::band); // the first one, ours, on top
    lines.reversed().forEach(this::line);
    return svg.append("</svg>\n").toString();
  }

  private void grid() {
    for (double y : up.between()) {
      rule(LEFT, up.place(y), RIGHT, up.place(y), "#eef1f4");
    }
    for (double y : up.ticks()) {
      rule(LEFT, up.place(y), RIGHT, up.place(y), "#cfd6de");
      text(LEFT - 8, up.place(y) + 4, "end", "#4a5663", "", number(y));
    }
    for (double x : across.ticks()) {
      rule(across.place(x), TOP, across.place(x), BOTTOM, "#e3e8ed");
      text(across.place(x), BOTTOM + 20, "middle", "#4a5663", "", number(x));
    }
  }

  private void names() {
    text((LEFT + RIGHT) / 2.0, HEIGHT - 16, "middle", "#1c2733", "", curve.across());
    double middle = (TOP + BOTTOM) / 2.0;
    text(
        22,
        middle,
        "middle",
        "#1c2733",
        "transform='rotate(-90 22 %s)'".formatted(coordinate(middle)),
        curve.reading().unit() + ", median of rounds, lowest to highest");
  }

  /** In as many lines as it needs; there is room for two. */
  private void legend() {
    double x = BESIDE;
    double y = LEGEND_Y;
    for (Line line : lines) {
      String title = line.subject.title();
      double width = MARK + 24 + LETTER * title.length();
      if (x + width > WIDTH) {
        x = BESIDE;
        y += LEGEND_LINE;
      }
      rule(x, y, x + MARK, y, line.colour + "' stroke-width='3");
      text(x + MARK + 6, y + 4, "start", "#1c2733", "", title);
      x += width;
    }
  }

  private void band(Line line) {
    List<String> edge = new ArrayList<>();
    line.dots.forEach(dot -> edge.add(point(dot.x, dot.y.max())));
    line.dots.reversed().forEach(dot -> edge.add(point(dot.x, dot.y.min())));
    add(
        "<polygon points='%s' fill='%s' fill-opacity='0.14'/>"
            .formatted(String.join(" ", edge), line.colour));
  }

  private void line(Line line) {
    add(
        "<polyline points='%s' fill='none' stroke='%s' stroke-width='2.5'/>"
            .formatted(
                line.dots.stream()
                    .map(dot -> point(dot.x, dot.y.median()))
                    .collect(Collectors.joining(" ")),
                line.colour));
    for (Dot dot : line.dots) {
      add(
          "<circle cx='%s' cy='%s' r='4' fill='%s'><title>%s, %s %s: %s %s</title></circle>"
              .formatted(
                  coordinate(across.place(dot.x)),
                  coordinate(up.place(dot.y.median())),
                  line.colour,
                  escaped(line.subject.title()),
                  number(dot.x),
                  escaped(curve.across()),
                  Table.plain(dot.y.median()),
                  curve.reading().unit()));
    }
  }

  private String point(double x, double y) {
    return coordinate(across.place(x)) + "," + coordinate(up.place(y));
  }

  private void rule(double x1, double y1, double x2, double y2, String colour) {
    add(
        "<line x1='%s' y1='%s' x2='%s' y2='%s' stroke='%s'/>"
            .formatted(coordinate(x1), coordinate(y1), coordinate(x2), coordinate(y2), colour));
  }

  private void text(
      double x, double y, String anchor, String colour, String attributes, String text) {
    add(
        "<text x='%s' y='%s' text-anchor='%s' fill='%s' %s>%s</text>"
            .formatted(coordinate(x), coordinate(y), anchor, colour, attributes, escaped(text)));
  }

  private void add(String element) {
    svg.append(element).append('\n');
  }

  private static String coordinate(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** A power of ten, or nothing. */
  private static String number(double value) {
    if (value >= 1_000_000) {
      return Math.round(value / 1_000_000) + " M";
    }
    if (value >= 1_000) {
      return Math.round(value / 1_000) + " k";
    }
    return value >= 1 || value == 0 ? String.valueOf(Math.round(value)) : String.valueOf(value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
