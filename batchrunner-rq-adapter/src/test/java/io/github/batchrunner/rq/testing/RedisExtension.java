package io.github.batchrunner.rq.testing;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class one plain Redis server of its own, running and empty before each test.
 *
 * <p>The class takes a {@link RedisFixture} in its constructor or in its test methods.
 */
public final class RedisExtension implements ParameterResolver, BeforeEachCallback {

  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(RedisExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RedisFixture.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return server(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    RedisFixture server = server(context);
    if (!server.isRunning()) {
      server.restart();
    }
    server.flush();
  }

  private static RedisFixture server(ExtensionContext context) {
    return outermostClass(context)
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(RedisFixture.class, key -> RedisFixture.start(), RedisFixture.class);
  }

  private static ExtensionContext outermostClass(ExtensionContext context) {
    ExtensionContext outermost = context;
    while (outermost.getParent().flatMap(ExtensionContext::getTestClass).isPresent()) {
      outermost = outermost.getParent().orElseThrow();
    }
    return outermost;
  }
}
