using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Testing;

/// <summary>A directory that is gone when disposed.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public TemporaryDirectory() => Path = Directory.CreateTempSubdirectory("fastdata-test-").FullName;

    public string Path { get; }

    /// <summary>An absolute path inside.</summary>
    public string this[string relativePath] => System.IO.Path.Combine(Path, relativePath);

    public void Dispose()
    {
        KeepCommits();
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // A test removed it itself.
        }
    }

    /// <summary>What was pushed into repositories in here: messages, authors and the lines of every change.</summary>
    private void KeepCommits()
    {
        if (!Evidence.IsKept || !Directory.Exists(Path))
        {
            return;
        }

        foreach (var head in Directory.GetFiles(Path, "HEAD", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 4 }))
        {
            var repository = System.IO.Path.GetDirectoryName(head)!;
            if (Directory.Exists(System.IO.Path.Combine(repository, "refs")))
            {
                try
                {
                    Evidence.Keep("commits", GitCommand.Run(repository, "log", "--all", "-p", "--pretty=fuller", "--no-textconv"));
                }
                catch (InvalidOperationException)
                {
                    // A test left it broken.
                }
            }
        }
    }
}
