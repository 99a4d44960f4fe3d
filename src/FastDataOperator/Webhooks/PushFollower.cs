using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Informers;
using FastDataOperator.Reconcilers;
using FastDataOperator.WorkQueues;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Webhooks;

/// <summary>Makes imports due whose repositories were pushed to, for one term of leadership. That is all that a webhook can do: it asks for nothing on a person's behalf
/// (U1, D1, K5 go by the annotation).</summary>
internal sealed class PushFollower
{
    /// <summary>What comes in such a time is one look: a push of many branches is many webhooks.</summary>
    private static readonly TimeSpan s_gathering = TimeSpan.FromSeconds(1);

    private readonly WebhookInbox _inbox;
    private readonly PassMemory _memory;
    private readonly WorkQueue<ObjectKey> _queue;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly RepositoryIndex _index = new();

    /// <param name="inbox">The process's.</param>
    /// <param name="store">The term's; followed from here on.</param>
    /// <param name="memory">The term's.</param>
    /// <param name="queue">The term's.</param>
    /// <param name="timeProvider">Measures the pause between two rounds.</param>
    /// <param name="logger">Says at Debug what became due.</param>
    public PushFollower(WebhookInbox inbox, ObjectStore<ImportObject> store, PassMemory memory, WorkQueue<ObjectKey> queue, TimeProvider timeProvider, ILogger logger)
    {
        _inbox = inbox;
        _memory = memory;
        _queue = queue;
        _timeProvider = timeProvider;
        _logger = logger;
        store.Subscribe(_index.Take);
    }

    /// <summary>Runs until cancelled, which is how it ends. An import that is not listed yet needs no webhook: it is looked at when it is.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _inbox.Open();
        try
        {
            while (true)
            {
                var names = await _inbox.TakeAsync(cancellationToken);
                var due = _index.Of(names);
                foreach (var key in due)
                {
                    _memory.RequireFresh(key);
                    _queue.Add(key);
                }

                _logger.PushesFollowed(names.Count, due.Count);
                await Task.Delay(s_gathering, _timeProvider, cancellationToken);
            }
        }
        finally
        {
            _inbox.Close();
        }
    }
}
