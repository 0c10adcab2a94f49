package dev.wq.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The regular files below a directory, each directory's in the order of their names; links are not
 * followed. Keeps one listing for each level.
 */
final class TreeWalk implements Iterator<Path> {
  private final BiConsumer<Path, IOException> unreadable;
  private final Deque<Iterator<Path>> levels = new ArrayDeque<>();
  private @Nullable Path next;

  /**
   * @param unreadable told of directories below {@code root} that can't be listed
   * @throws IOException if {@code root} can't be
   */
  TreeWalk(Path root, BiConsumer<Path, IOException> unreadable) throws IOException {
    this.unreadable = unreadable;
    levels.push(list(root).iterator());
    next = find();
  }

  private static List<Path> list(Path directory) throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      List<Path> entries = new ArrayList<>();
      stream.forEach(entries::add);
      Collections.sort(entries);
      return entries;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private @Nullable Path find() {
    while (!levels.isEmpty()) {
      Iterator<Path> level = levels.element();
      if (!level.hasNext()) {
        levels.pop();
        continue;
      }
      Path entry = level.next();
      if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
        enter(entry);
      } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
        return entry;
      }
    }
    return null;
  }

  private void enter(Path directory) {
    try {
      levels.push(list(directory).iterator());
    } catch (IOException e) {
      unreadable.accept(directory, e);
    } catch (UncheckedIOException e) {
      unreadable.accept(directory, e.getCause());
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Path next() {
    Path found = next;
    if (found == null) {
      throw new NoSuchElementException();
    }
    next = find();
    return found;
  }
}
