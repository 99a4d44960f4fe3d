using System.Text.Json;
using FastDataOperator.Benchmarks.Measuring;

namespace FastDataOperator.Benchmarks.Workers;

/// <summary>The worker's side: a line in, work done and measured, a line out, until its input ends.</summary>
internal static class Worker
{
    public static int Run(TextReader requests, TextWriter replies)
    {
        using var catalogue = new WorkCatalogue();
        while (requests.ReadLine() is { } line)
        {
            replies.WriteLine(JsonSerializer.Serialize(Answer(catalogue, JsonSerializer.Deserialize<WorkRequest>(line)!)));
            replies.Flush();
        }

        return 0;
    }

    private static WorkReply Answer(WorkCatalogue catalogue, WorkRequest request)
    {
        try
        {
            var work = catalogue.Prepare(request.Work, request.Arguments);
            var samples = Enumerable.Range(0, request.Repeat).Select(_ => MeasuredWork.Run(work)).OrderBy(sample => sample.Wall).ToList();
            return new WorkReply(samples[samples.Count / 2], Error: null);
        }
#pragma warning disable CA1031 // Whatever went wrong, the process that asked is told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new WorkReply(Sample: null, exception.ToString());
        }
    }
}
