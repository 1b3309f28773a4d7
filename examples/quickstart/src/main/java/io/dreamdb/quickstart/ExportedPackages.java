package io.dreamdb.quickstart;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.Collection;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The packages that the modules {@code java.*} and {@code jdk.*} of the running JDK export to
 * everyone: what its API documentation covers.
 */
final class ExportedPackages {

  private final TreeMap<String, Set<String>> packagesByModule;

  private ExportedPackages(TreeMap<String, Set<String>> packagesByModule) {
    this.packagesByModule = packagesByModule;
  }

  static ExportedPackages ofThisJdk() {
    TreeMap<String, Set<String>> packages = new TreeMap<>();
    for (ModuleReference module : ModuleFinder.ofSystem().findAll()) {
      String name = module.descriptor().name();
      if (name.startsWith("java.") || name.startsWith("jdk.")) {
        packages.put(name, exportedToAll(module.descriptor()));
      }
    }
    return new ExportedPackages(packages);
  }

  private static Set<String> exportedToAll(ModuleDescriptor descriptor) {
    return descriptor.exports().stream()
        .filter(exported -> !exported.isQualified())
        .map(ModuleDescriptor.Exports::source)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Collection<String> modules() {
    return packagesByModule.keySet();
  }

  Set<String> of(String module) {
    return packagesByModule.getOrDefault(module, Set.of());
  }
}
