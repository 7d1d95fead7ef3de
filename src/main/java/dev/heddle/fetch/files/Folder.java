package dev.heddle.fetch.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a run fetches into: gives each name a path under it that no other name of this
 * run has.
 *
 * <p>Names that differ in case alone count as the same, so that the outcome is one on every file
 * system. Whichever of two comes second gets a number: {@code a~2.txt}. So does a file beside a
 * directory of its name, and the directory beside the file. A file that was there before the run is
 * no obstacle: whoever writes decides on that. The same names in the same order give the same paths
 * in the same folder.
 *
 * <p>A directory that is a symbolic link is followed if it leads to the inside, and what it leads
 * to is what counts; that nobody else puts links there between a claim and the writing is taken for
 * granted. Any thread may claim: a lock is held meanwhile, over calls of the file system which may
 * block and which heed no interruption.
 */
public final class Folder {
  private static final int MOST_REMEMBERED = 1_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Claims files = new Claims();
  private final Claims directories = new Claims();
  private final Map<String, Directory> entered = new LinkedHashMap<>();
  private final Path root;
  private @Nullable Path realRoot;

  /**
   * @param root is created by the first claim
   */
  public Folder(Path root) {
    this.root = root;
  }

  /**
   * A path for {@code name}, in a directory that is there.
   *
   * @param name relative, with slashes, as {@link FileNames} gives it
   * @throws IOException if a directory can't be created, or leads outside of the folder
   * @throws IllegalArgumentException if {@code name} has a segment that is empty or of dots alone
   */
  public Path claim(String name) throws IOException {
    return claim(name, false);
  }

  /**
   * As {@link #claim(String)}.
   *
   * @param alsoPart whether the path's {@link Part} is claimed with it
   */
  public Path claim(String name, boolean alsoPart) throws IOException {
    check(name);
    int end = name.lastIndexOf('/');
    lock.lock();
    try {
      Directory directory = directory(name.substring(0, Math.max(end, 0)));
      return file(directory, name.substring(end + 1), alsoPart);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A directory that was entered: where it is, and where it seems to be.
   *
   * @param isNew whether this run has made it: then every directory in it has been entered, too
   */
  private record Directory(Path real, String key, Path shown, boolean isNew) {
    String keyOf(String segment) {
      return key.isEmpty() ? segment : key + "/" + segment;
    }
  }

  /** To enter a directory takes ten calls of the system, and most files share it with others. */
  private Directory directory(String name) throws IOException {
    Directory known = entered.get(name);
    if (known != null) {
      return known;
    }
    Path real = realRoot();
    Entered last = new Entered(real, false);
    if (!name.isEmpty()) {
      for (String segment : name.split("/", -1)) {
        last = enter(real, last.path(), segment);
      }
    }
    String key = key(real, last.path());
    Directory directory = new Directory(last.path(), key, root.resolve(key), last.isNew());
    if (entered.size() == MOST_REMEMBERED) {
      entered.remove(entered.keySet().iterator().next());
    }
    entered.put(name, directory);
    return directory;
  }

  private static void check(String name) {
    for (String segment : name.split("/", -1)) {
      if (segment.isEmpty()
          || segment.equals(".")
          || segment.equals("..")
          || segment.indexOf('\\') >= 0
          || segment.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("'" + name + "' is not the name of a file");
      }
    }
  }

  private Path realRoot() throws IOException {
    Path known = realRoot;
    if (known == null) {
      if (!Files.isDirectory(root)) {
        Files.createDirectories(root);
      }
      known = root.toRealPath();
      realRoot = known;
    }
    return known;
  }

  /** The real path of a directory, which is there, and whether it is only now. */
  private record Entered(Path path, boolean isNew) {}

  private Entered enter(Path real, Path parent, String segment) throws IOException {
    String name = Numbered.directory(segment, each -> mayEnter(real, parent.resolve(each)));
    Path directory = parent.resolve(name);
    boolean isNew = false;
    try {
      Files.createDirectory(directory);
      isNew = true;
    } catch (FileAlreadyExistsException e) {
      // As most are. Whether it is one, and where, is looked at below.
    }
    Path entered = inside(real, directory);
    if (!Files.isDirectory(entered, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(directory.toString(), null, "not a directory");
    }
    directories.add(key(real, directory));
    directories.add(key(real, entered));
    return new Entered(entered, isNew);
  }

  private boolean mayEnter(Path real, Path directory) throws IOException {
    if (files.contains(key(real, directory))) {
      return false;
    }
    if (Files.isSymbolicLink(directory)) {
      return Files.isDirectory(inside(real, directory), LinkOption.NOFOLLOW_LINKS);
    }
    return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
        || Files.notExists(directory, LinkOption.NOFOLLOW_LINKS);
  }

  private Path inside(Path real, Path directory) throws IOException {
    Path to;
    try {
      to = directory.toRealPath();
    } catch (NoSuchFileException e) {
      throw new IOException("the link " + told(real, directory) + " leads nowhere", e);
    }
    if (!to.startsWith(real)) {
      throw new IOException("the link " + told(real, directory) + " leads out of " + root);
    }
    return to;
  }

  private Path told(Path real, Path inside) {
    return root.resolve(real.relativize(inside));
  }

  private Path file(Directory directory, String segment, boolean alsoPart) throws IOException {
    String name =
        Numbered.file(
            segment,
            each ->
                isFree(directory, each)
                    && (!alsoPart
                        || (isFree(directory, each + Part.SUFFIX)
                            && isFree(directory, each + Part.META_SUFFIX))));
    files.add(directory.keyOf(name));
    if (alsoPart) {
      files.add(directory.keyOf(name + Part.SUFFIX));
      files.add(directory.keyOf(name + Part.META_SUFFIX));
    }
    return directory.shown().resolve(name);
  }

  /** A link to a directory is free: what is moved there takes the place of the link. */
  private boolean isFree(Directory directory, String name) {
    long hash = Claims.hash(directory.keyOf(name));
    return !files.contains(hash)
        && !directories.contains(hash)
        && (directory.isNew()
            || !Files.isDirectory(directory.real().resolve(name), LinkOption.NOFOLLOW_LINKS));
  }

  private static String key(Path real, Path path) {
    return real.relativize(path).toString();
  }
}
