package dev.heddle.page;

import java.util.Locale;

/** HTML as it is written: the one place where text is escaped. Confined to one thread. */
public final class Html {
  private final StringBuilder html = new StringBuilder("<!DOCTYPE html>\n");

  /** Opens an element; attributes are names and values in turn. */
  public Html open(String tag, String... attributes) {
    html.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      html.append(' ').append(attributes[i]).append("=\"");
      text(attributes[i + 1]).html.append('"');
    }
    html.append('>');
    return this;
  }

  public Html close(String tag) {
    html.append("</").append(tag).append(">\n");
    return this;
  }

  /** Text, whatever it holds. */
  public Html text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      switch (each) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(each);
      }
    }
    return this;
  }

  /** An element within a line of text: no space follows it. */
  public Html inline(String tag, String text) {
    open(tag).text(text);
    html.append("</").append(tag).append('>');
    return this;
  }

  /** An element that holds text alone. */
  public Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close(tag);
  }

  /** A style sheet of our own. */
  public Html style(String css) {
    return verbatim("style", css);
  }

  /** A script of our own. */
  public Html script(String script) {
    return verbatim("script", script);
  }

  /** Nothing within these elements is markup but their end (HTML, section 13.1.2.6). */
  private Html verbatim(String tag, String content) {
    if (content.toLowerCase(Locale.ROOT).contains("</" + tag)) {
      throw new IllegalArgumentException("it would end its element: " + tag);
    }
    html.append('<').append(tag).append('>').append(content);
    return close(tag);
  }

  /** Data for a script, which finds it by {@code id}; nothing in it can end the element. */
  public Html data(String id, String json) {
    open("script", "type", "application/json", "id", id);
    html.append(json.replace("<", "\\u003c"));
    return close("script");
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
