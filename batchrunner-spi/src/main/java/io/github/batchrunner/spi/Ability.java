package io.github.batchrunner.spi;

/**
 * Optional abilities; an executor declares exactly those whose interface it implements (rule 8.2).
 */
public enum Ability {
  /** {@link AfterCloneHook}. */
  AFTER_CLONE(AfterCloneHook.class),
  /** {@link LogAccess}. */
  LOG_ACCESS(LogAccess.class),
  /** {@link PendingExplainer}. */
  PENDING_EXPLAINER(PendingExplainer.class),
  /** {@link Purgeable}. */
  PURGEABLE(Purgeable.class);

  private final Class<?> type;

  Ability(Class<?> type) {
    this.type = type;
  }

  /** Returns the interface behind the ability. */
  public Class<?> type() {
    return type;
  }
}
