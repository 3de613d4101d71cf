package io.github.batchrunner.tck;

/** What is wrong with a {@link FakeExecutor}, and the test that must find it. */
enum Sabotage {
  CHANGES_ITS_MIND("r1_3_theProviderGivesEqualAnswersEachTime"),
  OPENS_WHAT_CANNOT_BE_REACHED("r2_3_anEngineThatCannotBeReachedIsSaidToBeUnavailable"),
  ACCEPTS_CONTRADICTIONS("r2_3_contradictoryOptionsAreRefused"),
  TELLS_SECRETS("r2_4_theValueOfASecretAppearsNowhere"),
  SHARES_STATE("r2_5_closingOneExecutorLeavesAnotherWorking"),
  ANSWERS_IN_THE_WRONG_ORDER("r3_1_everySubmissionHasItsOutcomeInOrder"),
  RUNS_A_TOKEN_TWICE("r3_2_submittingATokenAgainStartsNothing"),
  FORGETS_ENDED_TOKENS("r3_2_submittingATokenAfterItsEndStartsNothing"),
  ONE_REFUSAL_FAILS_THE_REST("r3_3_aRefusalDoesNotAffectTheOthers"),
  SUCCEEDS_WITHOUT_A_HANDLER("r3_4_workThatCannotRunIsRejectedForGoodOrFailsForWantOfWhatItNeeds"),
  DENIES_WHAT_IT_DOES_NOT_KNOW("r3_5_aLostReplyIsUncertainUnlessTheTruthIsKnown"),
  WAITS_FOR_THE_WORK("r3_6_submittingDoesNotWaitForTheWork"),
  RENAMES_ATTEMPTS("r3_7_theHandleCarriesTheTokenAndAStableNativeId"),
  IGNORES_NEEDS("r3_8_anAttemptStartsAfterAllItNeedsHaveSucceeded"),
  TAKES_UNKNOWN_NEEDS("r3_10_whatNeedsTheUnknownIsRejectedForNow"),
  REFUSES_UNKNOWN_NEEDS_FOR_GOOD("r3_10_whatNeedsTheRejectedIsRejectedForNow"),
  LEAVES_DEPENDENTS("r3_11_dependentsOfAFailureEndAsDeclaredAndNeverBegin"),
  CANCELS_WHAT_IS_STUCK("r3_11_dependentsOfAFailureEndAsDeclaredAndNeverBegin"),
  LOSES_AN_ATTEMPT("r4_1_everyAcceptedAttemptComesToAnEndThatTheHostSees"),
  CANNOT_OBSERVE_ENDS("r4_1_anEndCanBeObservedForAsLongAsIsDeclared"),
  REPORTS_AFTER_THE_END("r4_2_nothingElseIsReportedAfterAnEnd"),
  INVENTS_SUCCESS("r4_3_onlyWorkThatCameToAGoodEndSucceeds"),
  HIDES_STACK_TRACES("r4_4_aFailureSaysTruly"),
  TAKES_SIGNALS_FOR_CODES("r4_4_anEndBySignalIsToldApartFromAnExitCode"),
  FAILS_WHAT_IS_NOT_LISTED("r4_5_whatIsNotListedAnyMoreIsUnknown"),
  FAILS_THE_UNKNOWN("r4_6_aHandleThatWasNeverGivenOutHasNoEnd"),
  RUNS_BEFORE_IT_BEGINS("r4_7_runningIsNotReportedBeforeTheWorkHasBegun"),
  OBSERVES_ONLY_A_FEW("r4_8_anyNumberOfHandlesCanBeObserved"),
  CANCELS_WHAT_HAS_ENDED("r5_1_cancellingAgainOrAfterTheEndOrOfTheUnknownDoesNothing"),
  STARTS_WHAT_WAS_CANCELLED("r5_2_aWaitingAttemptIsCancelledWithoutEverStarting"),
  ONLY_SAYS_CANCELLED("r5_3_runningWorkIsCancelled"),
  LEAVES_GRANDCHILDREN("r5_3_aCancelledProcessDiesWithItsDescendants"),
  ENDS_TWICE("r5_4_endingAndCancellingAtOnceGivesOneEnd"),
  KNOWS_NO_TOKENS("r6_1_everyKnownTokenHasAnAnswer"),
  KNOWS_EVERY_TOKEN("r6_2_anAbsentTokenCanBeSubmitted"),
  FORGETS_WHAT_IT_LEFT("r6_3_anAttemptIsFoundAfterTheLossOfItsExecutor"),
  LEAKS_A_THREAD("r7_1_closingLeavesNothingBehind"),
  LEAKS_A_PROCESS("r7_1_closingLeavesNothingBehind"),
  LEAKS_A_FILE("r7_1_closingLeavesNothingBehind"),
  CANNOT_CLOSE_TWICE("r7_2_closingIsIdempotent"),
  ANSWERS_AFTER_CLOSING("r7_2_aClosedExecutorAnswersNothing"),
  DOES_NOT_CANCEL_ON_CLOSE("r7_3_closingWithCancelEndsWhatHasNotEnded"),
  DOES_NOT_DRAIN("r7_3_closingWithDrainWaitsForWhatHasNotEnded"),
  WAITS_WHEN_DETACHING("r7_4_detachingDoesNotWaitAndLeavesToTheEngineWhatItCanFinish"),
  DECLARES_CALLS("r8_1_everyDeclaredKindOfWorkRunsAndNoOther"),
  LACKS_A_DECLARED_ABILITY("r8_2_exactlyTheDeclaredAbilitiesAreThere"),
  HIDES_AN_ABILITY("r8_2_exactlyTheDeclaredAbilitiesAreThere"),
  PURGES_WHAT_RUNS("r8_2_aDeclaredPurgeForgetsOnlyWhatHasEnded"),
  TAKES_FEWER_THAN_IT_SAYS("r8_3_theLargestSubmissionIsAccepted"),
  CLEARS_UP_ONCE("r8_5_clearingUpAfterACloneCanBeRepeatedAndDoneForManyRunsAtOnce"),
  TAKES_FEWER_NEEDS("r8_6_anAttemptMayNeedAsManyOthersAsIsDeclared"),
  HAS_FEWER_SLOTS("r8_4_asManyAttemptsRunAtOnceAsThereAreSlots"),
  HAS_MORE_SLOTS("r8_4_asManyAttemptsRunAtOnceAsThereAreSlots"),
  USES_A_SHELL("r9_1_aCommandGetsItsArgumentsAsTheyAre"),
  RUNS_SOMEWHERE_ELSE("r9_1_aCommandRunsInItsDirectoryWithItsEnvironment"),
  OVERWRITES_LOGS("r9_2_outputIsAppendedToTheLogFileOrCanBeRead"),
  FORGETS_THE_ARGUMENTS("r9_3_aHandlerIsGivenItsContext"),
  DOES_NOT_KNOW_OUT_OF_MEMORY("r9_3_whatAHandlerThrowsIsTheFailureOfItsAttemptAlone"),
  DIES_OF_ERRORS("r9_3_whatAHandlerThrowsIsTheFailureOfItsAttemptAlone"),
  KEEPS_INTERRUPTIONS("r9_3_anInterruptionDoesNotReachTheNextAttempt"),
  IGNORES_TIMEOUTS("r9_4_theTimeoutEndsTheAttempt"),
  LEAVES_GRANDCHILDREN_AFTER_TIMEOUTS("r9_4_theTimeoutEndsAProcessWithItsDescendants"),
  ANSWERS_ONE_THREAD_ONLY("r10_1_allMethodsCanBeCalledFromSeveralThreads"),
  HOLDS_A_LOCK_IN_THE_SINK("r10_2_theSinkIsCalledWithoutALockThatTheExecutorNeeds"),
  NONE("");

  private final String caughtBy;

  Sabotage(String caughtBy) {
    this.caughtBy = caughtBy;
  }

  /** Returns the name of the test that must fail. */
  String caughtBy() {
    return caughtBy;
  }
}
