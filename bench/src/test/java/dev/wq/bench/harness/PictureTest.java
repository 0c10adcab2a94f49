package dev.wq.bench.harness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class PictureTest {
  private static final Subject QUEUE = new Named("queue");
  private static final Subject POOL = new Named("pool & <others>");
  private static final Curve CURVE =
      new Curve("scale", "Cost", "items", Reading.NANOS, List.of(0L, 10L, 100L), List.of())
          .with(QUEUE, POOL);

  private static Round round(double factor) {
    Round round = new Round();
    round.add(QUEUE, sample(0, factor).with(sample(10, factor)).with(sample(100, factor)), 40);
    round.add(POOL, sample(10, 3 * factor), 40);
    return round;
  }

  private static Sample sample(long x, double factor) {
    return Sample.of(Reading.NANOS, 50 * factor).at(x);
  }

  private static Document svg() throws Exception {
    String svg = Picture.svg(CURVE, List.of(round(1), round(2), round(4)));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static Element element(String name, int index) throws Exception {
    return (Element) svg().getElementsByTagName(name).item(index);
  }

  @Test
  void everyPoint_hasADotWithItsMedian() throws Exception {
    assertEquals(4, svg().getElementsByTagName("circle").getLength());
    String dot = element("circle", 3).getTextContent();
    assertEquals("queue, 100 items: 100 ns", dot);
  }

  @Test
  void subjectWithoutAFigureAtAPoint_hasNoDotThere() throws Exception {
    assertEquals(1, element("polyline", 0).getAttribute("points").split(" ", -1).length);
    assertEquals(3, element("polyline", 1).getAttribute("points").split(" ", -1).length);
  }

  @Test
  void band_goesFromTheHighestRoundBackAlongTheLowest() throws Exception {
    String[] edge = element("polygon", 1).getAttribute("points").split(" ", -1);
    assertEquals(6, edge.length);
    assertEquals(x(edge[2]), x(edge[3]));
    assertTrue(y(edge[2]) < y(edge[3]), "the highest is above");
  }

  private static double x(String point) {
    return Double.parseDouble(point.substring(0, point.indexOf(',')));
  }

  private static double y(String point) {
    return Double.parseDouble(point.substring(point.indexOf(',') + 1));
  }

  @Test
  void titles_areEscaped() throws Exception {
    assertTrue(svg().getDocumentElement().getTextContent().contains("pool & <others>"));
  }

  @Test
  void scale_isLogarithmic() {
    Scale scale = Scale.around(new double[] {1, 1000}, 0, 300);
    assertEquals(0, scale.place(1));
    assertEquals(200, scale.place(100), 1e-9);
    assertArrayEquals(new double[] {1, 10, 100, 1000}, scale.ticks(), 1e-9);
    assertArrayEquals(new double[] {2, 5, 20, 50, 200, 500}, scale.between(), 1e-9);
  }

  @Test
  void scale_coversWholeDecades() {
    Scale scale = Scale.around(new double[] {30, 40}, 0, 100);
    assertArrayEquals(new double[] {10, 100}, scale.ticks(), 1e-9);
    assertFalse(scale.nothing());
  }

  @Test
  void nothing_isOneDecadeBeforeTheFirst() {
    Scale scale = Scale.around(new double[] {0, 10, 100}, 0, 200);
    assertEquals(0, scale.place(0));
    assertEquals(100, scale.place(10), 1e-9);
    assertArrayEquals(new double[] {0, 10, 100}, scale.ticks(), 1e-9);
  }
}
