package dev.heddle.fetch.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the bytes of a {@link Part} are a part of.
 *
 * @param url where they came from
 * @param validator the ETag or the Last-Modified that came with them
 */
public record PartSource(String url, String validator) {
  private static final String FIRST_LINE = "heddle part 1";
  private static final int MOST_BYTES = 1 << 16;

  /**
   * @throws IllegalArgumentException if one is empty or has control characters
   */
  public PartSource {
    if (!isLine(url) || !isLine(validator)) {
      throw new IllegalArgumentException("a URL and a validator are one line of text each");
    }
  }

  /** Replaces {@code file} as a whole. */
  void write(Path file) throws IOException {
    String text = FIRST_LINE + "\n" + url + "\n" + validator + "\n";
    try (Draft draft = Draft.create(file)) {
      draft.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      draft.commit();
    }
  }

  /** What {@code file} tells; nothing if it isn't there or isn't exactly what is written here. */
  static Optional<PartSource> read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream input = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = input.readNBytes(MOST_BYTES + 1);
      return bytes.length > MOST_BYTES ? Optional.empty() : parse(bytes);
    }
  }

  private static Optional<PartSource> parse(byte[] bytes) {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
    String[] lines = text.split("\n", -1);
    boolean isWhole =
        lines.length == 4
            && lines[0].equals(FIRST_LINE)
            && isLine(lines[1])
            && isLine(lines[2])
            && lines[3].isEmpty();
    return isWhole ? Optional.of(new PartSource(lines[1], lines[2])) : Optional.empty();
  }

  /** Whether a validator can be held: a server may send control characters in an ETag. */
  public static boolean canHold(String validator) {
    return isLine(validator);
  }

  private static boolean isLine(String text) {
    return !text.isBlank() && text.chars().noneMatch(Character::isISOControl);
  }
}
