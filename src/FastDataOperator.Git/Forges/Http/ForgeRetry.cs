using Polly;
using Polly.Retry;

namespace FastDataOperator.Git.Forges.Http;

/// <summary>Sends again what may be sent again: twice at most, after half a second and more, with jitter, or after what the forge asked for.</summary>
internal sealed class ForgeRetry
{
    private const int MostRetries = 2;

    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(500);

    private readonly ResiliencePipeline<ForgeOutcome> _pipeline;

    /// <param name="chance">Uniform from 0 to 1.</param>
    public ForgeRetry(TimeProvider timeProvider, Func<double> chance) =>
        _pipeline = new ResiliencePipelineBuilder<ForgeOutcome> { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions<ForgeOutcome>
            {
                ShouldHandle = static arguments => ValueTask.FromResult(ShouldRepeat(arguments.Outcome.Result)),
                MaxRetryAttempts = MostRetries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = s_first,
                UseJitter = true,
                Randomizer = chance,
                DelayGenerator = static arguments => ValueTask.FromResult(arguments.Outcome.Result.Failure?.RetryAfter),
            })
            .Build();

    /// <param name="send">Sends once; throws only what another sending cannot change.</param>
    public ValueTask<ForgeOutcome> RunAsync(Func<CancellationToken, ValueTask<ForgeOutcome>> send, CancellationToken cancellationToken) =>
        _pipeline.ExecuteAsync(static (send, token) => send(token), send, cancellationToken);

    private static bool ShouldRepeat(ForgeOutcome outcome) =>
        outcome is { MayRepeat: true, Failure: { } failure } && !(failure.RetryAfter > ForgeBudget.Patience);
}
