package io.dreamdb.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * One page of a local store's keys.
 *
 * <p>Reads each folder on the way whole, so a page costs as much as the largest folder it touches.
 * Symbolic links and names that no key can have are not shown.
 */
final class LocalListing {

  private final ListRequest request;
  private final List<StoredObject> found = new ArrayList<>();

  private LocalListing(ListRequest request) {
    this.request = request;
  }

  static ListPage page(Path root, ListRequest request) throws IOException {
    LocalListing listing = new LocalListing(request);
    listing.walk(root, "");
    List<StoredObject> found = listing.found;
    boolean last = found.size() <= request.limit();
    return new ListPage(last ? found : found.subList(0, request.limit()), last);
  }

  private void walk(Path folder, String base) throws IOException {
    for (var child : children(folder, base).entrySet()) {
      if (found.size() > request.limit()) {
        return;
      }
      String name = child.getKey();
      if (name.endsWith("/")) {
        walk(child.getValue(), name);
      } else {
        add(name, child.getValue());
      }
    }
  }

  /** The children that may hold wanted keys: a folder sorts with its slash, as its keys do. */
  private TreeMap<String, Path> children(Path folder, String base) throws IOException {
    TreeMap<String, Path> children = new TreeMap<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
      for (Path path : paths) {
        String key = base + path.getFileName();
        if (mayMatch(key) && KeyGrammar.isSegment(path.getFileName().toString())) {
          boolean isFolder =
              Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && !KeyGrammar.isRegister(key);
          children.put(isFolder ? key + "/" : key, path);
        }
      }
    } catch (NoSuchFileException absent) {
      return children;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return children;
  }

  private boolean mayMatch(String key) {
    String prefix = request.prefix();
    String after = request.startAfter();
    boolean matches = key.startsWith(prefix) || prefix.startsWith(key + "/");
    // Below a folder 'a' lie keys behind 'a-b', as '-' comes before '/': compare with the slash.
    boolean behind = (key + "/").compareTo(after) > 0 || after.startsWith(key + "/");
    return matches && behind && key.length() <= KeyGrammar.MAX_KEY_CHARS;
  }

  private void add(String key, Path path) throws IOException {
    if (!key.startsWith(request.prefix()) || key.compareTo(request.startAfter()) <= 0) {
      return;
    }
    if (KeyGrammar.isRegister(key)) {
      long length = Files.isSymbolicLink(path) ? -1 : LocalRegisters.lengthOf(path);
      if (length >= 0) {
        found.add(new StoredObject(new RegisterKey(key), length));
      }
    } else if (!KeyGrammar.isReservedForRegisters(key)) {
      addObject(key, path);
    }
  }

  private void addObject(String key, Path path) throws IOException {
    try {
      BasicFileAttributes file =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (file.isRegularFile()) {
        found.add(new StoredObject(new ObjectKey(key), file.size()));
      }
    } catch (NoSuchFileException deleted) {
      return;
    }
  }
}
