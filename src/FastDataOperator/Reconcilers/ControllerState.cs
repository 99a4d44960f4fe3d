using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Informers;
using FastDataOperator.WorkQueues;

namespace FastDataOperator.Reconcilers;

/// <summary>All that one term of leadership keeps in memory. The next term begins with nothing.</summary>
internal sealed record ControllerState
{
    public required ObjectStore<ImportObject> Store { get; init; }

    public required WorkQueue<ObjectKey> Queue { get; init; }

    public required Backoff<ObjectKey> Backoff { get; init; }

    public required WriterLanes<DestinationLane, ObjectKey> Lanes { get; init; }

    public required PassMemory Memory { get; init; }

    public required PassReads Reads { get; init; }
}
