package io.github.batchrunner.rq.faults;

import io.github.batchrunner.spi.Capabilities;
import io.github.batchrunner.spi.ExecutorContext;
import io.github.batchrunner.spi.ExecutorOptions;
import io.github.batchrunner.spi.OptionSpec;
import io.github.batchrunner.spi.SpiVersion;
import io.github.batchrunner.spi.SubmitRequest;
import io.github.batchrunner.spi.TaskExecutor;
import io.github.batchrunner.spi.TaskExecutorProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;

/**
 * Executor "rq" that lets the first submissions through and then holds the next call, so that the
 * test knows that the host has something to submit when the fault comes.
 */
final class HeldSubmissions implements TaskExecutorProvider {

  private final TaskExecutorProvider rq =
      ServiceLoader.load(TaskExecutorProvider.class).stream()
          .map(ServiceLoader.Provider::get)
          .filter(provider -> provider.id().equals("rq"))
          .findFirst()
          .orElseThrow();

  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private final int free;
  private int passed;

  HeldSubmissions(int free) {
    this.free = free;
  }

  boolean isHolding() {
    return held.getCount() == 0;
  }

  void release() {
    released.countDown();
  }

  @Override
  public String id() {
    return rq.id();
  }

  @Override
  public SpiVersion spiVersion() {
    return rq.spiVersion();
  }

  @Override
  public String description() {
    return rq.description();
  }

  @Override
  public List<OptionSpec> options() {
    return rq.options();
  }

  @Override
  public Capabilities capabilities(ExecutorOptions options) {
    return rq.capabilities(options);
  }

  @Override
  public TaskExecutor open(ExecutorContext context) {
    TaskExecutor executor = rq.open(context);
    return (TaskExecutor)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            executor.getClass().getInterfaces(),
            (proxy, method, arguments) -> call(executor, method, arguments));
  }

  private Object call(TaskExecutor executor, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("submit")) {
      beforeSubmitting((SubmitRequest) arguments[0]);
    }
    try {
      method.setAccessible(true);
      return method.invoke(executor, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void beforeSubmitting(SubmitRequest request) throws InterruptedException {
    if (passed >= free) {
      held.countDown();
      released.await();
    }
    passed += request.submissions().size();
  }
}
