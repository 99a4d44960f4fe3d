namespace FastDataOperator.Tests;

/// <summary>Where the project's files are: the folder of the solution.</summary>
internal static class ProjectRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
        {
            if (File.Exists(System.IO.Path.Combine(folder, "FastDataOperator.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds FastDataOperator.sln.");
    }
}
