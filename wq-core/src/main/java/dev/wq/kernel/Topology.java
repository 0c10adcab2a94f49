package dev.wq.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Which CPUs share what; lists indexed by CPU.
 *
 * @param nodes the NUMA node of each CPU, from 0
 * @param caches the last-level cache of each CPU
 * @param cores the core of each CPU; CPUs of one core are SMT siblings
 */
public record Topology(List<Integer> nodes, List<Integer> caches, List<Integer> cores) {
  private static final int SHARD_CORES = 8;

  public Topology {
    nodes = List.copyOf(nodes);
    caches = List.copyOf(caches);
    cores = List.copyOf(cores);
    if (nodes.isEmpty() || caches.size() != nodes.size() || cores.size() != nodes.size()) {
      throw new IllegalArgumentException(
          "nodes, caches and cores of %d, %d, %d CPUs"
              .formatted(nodes.size(), caches.size(), cores.size()));
    }
  }

  /** One node, one last-level cache, no SMT. */
  public static Topology flat(int cpus) {
    return new Topology(
        Collections.nCopies(cpus, 0),
        Collections.nCopies(cpus, 0),
        IntStream.range(0, cpus).boxed().toList());
  }

  /** Nodes of caches of cores of threads, numbered in that order. */
  public static Topology tree(int nodes, int cachesPerNode, int coresPerCache, int threadsPerCore) {
    int perCache = coresPerCache * threadsPerCore;
    int perNode = cachesPerNode * perCache;
    return new Topology(
        perCpu(nodes * perNode, cpu -> cpu / perNode),
        perCpu(nodes * perNode, cpu -> cpu / perCache),
        perCpu(nodes * perNode, cpu -> cpu / threadsPerCore));
  }

  private static List<Integer> perCpu(int cpus, IntUnaryOperator of) {
    return IntStream.range(0, cpus).map(of).boxed().toList();
  }

  public int cpus() {
    return nodes.size();
  }

  public int nodeCount() {
    return Collections.max(nodes) + 1;
  }

  public CpuMask all() {
    return CpuMask.first(cpus());
  }

  public CpuMask node(int node) {
    return group(nodes, node);
  }

  /** The node that contains {@code mask}, -1 if it spans several (linux 31, 32). */
  public int nodeOf(CpuMask mask) {
    return IntStream.range(0, nodeCount())
        .filter(node -> mask.isWithin(node(node)))
        .findFirst()
        .orElse(-1);
  }

  /** The CPUs that share a pool with {@code cpu} (linux 70, 71). */
  public CpuMask pod(AffinityScope scope, int cpu) {
    return switch (scope) {
      case CPU -> CpuMask.of(cpu);
      case SMT -> group(cores, cores.get(cpu));
      case DEFAULT, CACHE -> group(caches, caches.get(cpu));
      case CACHE_SHARD -> shard(cpu);
      case NUMA -> group(nodes, nodes.get(cpu));
      case SYSTEM -> all();
    };
  }

  private CpuMask group(List<Integer> of, int id) {
    return CpuMask.of(IntStream.range(0, cpus()).filter(c -> of.get(c) == id).toArray());
  }

  /** Part of a last-level cache: about 8 cores, never half a core, bigger parts first. */
  private CpuMask shard(int cpu) {
    List<CpuMask> inCache = coresOf(caches.get(cpu));
    int shards = Math.max(1, (inCache.size() + SHARD_CORES / 2) / SHARD_CORES);
    int small = inCache.size() / shards;
    int bigger = inCache.size() % shards;
    int from = 0;
    for (int i = 0; ; i++) {
      int to = from + small + (i < bigger ? 1 : 0);
      List<CpuMask> part = inCache.subList(from, to);
      if (part.stream().anyMatch(core -> core.contains(cpu))) {
        return CpuMask.of(part.stream().flatMapToInt(CpuMask::cpus).toArray());
      }
      from = to;
    }
  }

  private List<CpuMask> coresOf(int cache) {
    Map<Integer, CpuMask> found = new TreeMap<>();
    group(caches, cache)
        .cpus()
        .forEach(c -> found.merge(cores.get(c), CpuMask.of(c), (mask, more) -> mask.with(c)));
    return new ArrayList<>(found.values());
  }
}
