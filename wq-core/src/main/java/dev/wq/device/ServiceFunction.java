package dev.wq.device;

import org.jspecify.annotations.Nullable;

/** Something to do with a service that has a result. */
@FunctionalInterface
public interface ServiceFunction<S, R extends @Nullable Object> {
  R apply(S service) throws Exception;
}
