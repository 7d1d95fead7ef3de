package dev.heddle.fetch.files;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What Jazzer's driver would call: whatever the parts of a URL are, the name stays in the folder,
 * and a short plain one tells its URL. Run by {@link FileNamesFuzzTest}.
 */
public final class FileNamesFuzz {
  private static final Path FOLDER = Path.of("/some/folder");
  private static final int LONGEST_SEGMENT = 255;

  private FileNamesFuzz() {}

  /** One input: a host, a port, a path and perhaps a query. */
  public static void fuzzerTestOneInput(FuzzedDataProvider data) {
    String host = "h" + data.consumeString(50);
    int port = data.consumeInt(0, 65_535);
    Optional<String> query =
        data.consumeBoolean() ? Optional.of(data.consumeString(300)) : Optional.empty();
    check(host, port, "/" + data.consumeRemainingAsString(), query);
  }

  static void check(String host, int port, String path, Optional<String> query) {
    String name = FileNames.of(host, port, path, query);
    String told = "%s %d %s %s: %s".formatted(host, port, path, query, name);

    Path resolved = FOLDER.resolve(name);
    require(resolved.equals(resolved.normalize()) && resolved.startsWith(FOLDER), told);
    require(resolved.getNameCount() >= FOLDER.getNameCount() + 2, told);
    require(name.chars().allMatch(each -> each > ' ' && each < 0x7f && each != '\\'), told);
    require(Arrays.stream(name.split("/", -1)).allMatch(FileNamesFuzz::isSegment), told);
    require(name.equals(FileNames.of(host, port, path, query)), told);
    if (isPlain(path) && query.map(FileNamesFuzz::isPlainQuery).orElse(true)) {
      String url = path + query.map(text -> "?" + text).orElse("");
      require(restored(name).equals(url), told);
    }
  }

  private static boolean isSegment(String segment) {
    return !segment.isEmpty() && segment.length() <= LONGEST_SEGMENT;
  }

  /** Short, without what has more than one spelling or a meaning of its own in names. */
  private static boolean isPlain(String path) {
    return path.length() <= 30
        && path.matches("/[A-Za-z0-9._~/-]*")
        && !path.endsWith("/index.html")
        && Arrays.stream(path.split("/", -1)).noneMatch(each -> each.matches("\\.\\.?"));
  }

  private static boolean isPlainQuery(String query) {
    return query.length() <= 30 && query.matches("[A-Za-z0-9._~=-]*") && !query.matches("\\.\\.?");
  }

  /** The path and the query that a plain name is of. */
  private static String restored(String name) {
    String[] segments = name.substring(name.indexOf('/') + 1).split("/", -1);
    int last = segments.length - 1;
    String[] file = segments[last].split("@", 2);
    segments[last] = file[0].equals("index.html") ? "" : file[0];
    String path =
        Arrays.stream(segments)
            .map(each -> each.equals("+") ? "" : each)
            .collect(Collectors.joining("/", "/", ""));
    return file.length == 1 ? path : path + "?" + file[1];
  }

  private static void require(boolean holds, String told) {
    if (!holds) {
      throw new AssertionError(told);
    }
  }
}
