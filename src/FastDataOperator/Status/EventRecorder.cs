using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Reports;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Status;

/// <summary>Tells the cluster's Events of an import (core/v1). They never hold a pass up: what cannot be written in time is dropped. Repeats become
/// one Event with a count, under a name that follows from object, reason and message, so that another replica goes on counting.</summary>
/// <param name="client">May create and patch Events.</param>
/// <param name="reporter">This replica's name.</param>
/// <param name="requireLeadership">Throws an <see cref="OperationCanceledException"/> where another replica may lead.</param>
internal sealed class EventRecorder(IKubernetes client, string reporter, TimeProvider timeProvider, Action requireLeadership, ILogger logger)
{
    private const string Component = "fastdata-operator";
    private const int MostWaiting = 1000;

    /// <summary>Of a message, by the API.</summary>
    private const int LongestMessage = 1024;

    private readonly Channel<Pending> _waiting = Channel.CreateBounded<Pending>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly EventBudget _budget = new(timeProvider);

    /// <summary>Queues events of an object.</summary>
    public void Record(ImportObject import, IReadOnlyList<ImportEvent> events)
    {
        foreach (var said in events)
        {
            if (_budget.TryTake(import.Uid))
            {
                _waiting.Writer.TryWrite(new Pending(import, said, timeProvider.GetUtcNow().UtcDateTime));
            }
        }
    }

    /// <summary>Writes what is queued until cancelled or until <see cref="Complete"/>.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var pending in _waiting.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                requireLeadership();
                await WriteAsync(pending, cancellationToken);
            }
            catch (Exception failure) when (ApiFailure.Is(failure, cancellationToken))
            {
                logger.EventLost(pending.Import.Key, pending.Said.Reason, ApiFailure.Describe(failure));
            }
        }
    }

    /// <summary>No more will come: <see cref="RunAsync"/> ends when all is written.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    private async Task WriteAsync(Pending pending, CancellationToken cancellationToken)
    {
        var made = Make(pending);
        try
        {
            await client.CoreV1.CreateNamespacedEventAsync(made, made.Metadata.NamespaceProperty, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException exists) when (exists.Response.StatusCode == HttpStatusCode.Conflict)
        {
            // Patching answers with the whole, so that the count can be read without the right to get Events.
            var before = await PatchAsync(made, new JsonObject { ["lastTimestamp"] = ConditionSet.Time(new DateTimeOffset(pending.Time)), ["message"] = made.Message }, cancellationToken);
            await PatchAsync(made, new JsonObject { ["count"] = (before.Count ?? 1) + 1 }, cancellationToken);
        }
    }

    private Task<Corev1Event> PatchAsync(Corev1Event made, JsonObject patch, CancellationToken cancellationToken) =>
        client.CoreV1.PatchNamespacedEventAsync(
            new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch), made.Metadata.Name, made.Metadata.NamespaceProperty, cancellationToken: cancellationToken);

    private Corev1Event Make(Pending pending)
    {
        var (import, said, time) = pending;
        return new Corev1Event
        {
            Metadata = new V1ObjectMeta { Name = NameOf(import, said), NamespaceProperty = import.Key.Namespace },
            InvolvedObject = new V1ObjectReference
            {
                ApiVersion = FastDataImport.ApiVersion,
                Kind = FastDataImport.Kind,
                Name = import.Key.Name,
                NamespaceProperty = import.Key.Namespace,
                Uid = import.Uid,
                ResourceVersion = import.ResourceVersion,
            },
            Type = said.IsWarning ? "Warning" : "Normal",
            Reason = said.Reason,
            Message = PlainText.Line(said.Message, LongestMessage - 1),
            Source = new V1EventSource { Component = Component },
            ReportingComponent = Component,
            ReportingInstance = reporter,
            FirstTimestamp = time,
            LastTimestamp = time,
            Count = 1,
        };
    }

    private static string NameOf(ImportObject import, ImportEvent said)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{import.Uid}\n{said.Reason}\n{said.Message}")))[..16];
        var name = import.Key.Name.Length > 200 ? import.Key.Name[..200].TrimEnd('-', '.') : import.Key.Name;
        return string.Create(CultureInfo.InvariantCulture, $"{name}.{hash}");
    }

    private sealed record Pending(ImportObject Import, ImportEvent Said, DateTime Time);
}
