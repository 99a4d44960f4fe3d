using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Benchmarks.Measuring;
using FastDataOperator.Git;
using FastDataOperator.Imports;
using FastDataOperator.Manifests;

namespace FastDataOperator.Benchmarks.Workers;

/// <summary>One import end to end as the operator makes it: fetch both, plan, commit, push. Connections are all that it keeps.</summary>
internal sealed class ImportWork(GitClient git, string manifest)
{
    private readonly RequestedImport _import = Read(manifest);

    public void Run()
    {
        var attempt = new ImportAttempt(new ProjectFetcher(git, new NoCredentials(), TimeProvider.System), TimeProvider.System, beforePublish: static () => { }, static (_, _, _) => throw new InvalidOperationException("no benchmark asks a forge"));
        var result = attempt.ImportAsync(_import, CancellationToken.None).GetAwaiter().GetResult();
        if (result is not AttemptResult.Pushed)
        {
            throw new RunFailedException(result is AttemptResult.Refused refused ? string.Join("; ", refused.Problems) : result.ToString());
        }
    }

    /// <summary>In a cluster the object comes from the API server: reading the manifest is not part of the measurement.</summary>
    private static RequestedImport Read(string manifest)
    {
        var document = ManifestReader.Read(manifest, File.ReadAllBytes(manifest)) switch
        {
            ManifestRead.Success success => success.Imports[0],
            ManifestRead.Refused refused => throw new RunFailedException(string.Join("; ", refused.Problems)),
            _ => throw new RunFailedException("not read"),
        };
        return RequestMapper.Map(document.Import, document.Locate, Path.GetTempPath()) switch
        {
            RequestMapping.Mapped mapped => mapped.Import,
            RequestMapping.Refused refused => throw new RunFailedException(string.Join("; ", refused.Problems)),
            _ => throw new RunFailedException("not mapped"),
        };
    }
}
