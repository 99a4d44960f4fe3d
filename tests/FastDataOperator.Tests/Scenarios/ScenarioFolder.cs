using FastDataOperator.Testing;

namespace FastDataOperator.Tests.Scenarios;

/// <summary>One folder of <c>tests/Scenarios</c>.</summary>
internal sealed class ScenarioFolder(string name)
{
    private static readonly string s_root = Path.Combine(ProjectRoot.Path, "tests", "Scenarios");

    public static IEnumerable<string> Names => Directory.EnumerateDirectories(s_root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    public string this[string file] => Path.Combine(s_root, name, file);

    public bool IsRefused => File.Exists(this["refused.yaml"]);

    /// <summary>A bare repository with the files of <c>source/</c> or <c>before/</c> on <c>main</c>; empty where there is no such folder.</summary>
    public TestRepository LayOut(string folder, string path)
    {
        var repository = TestRepository.CreateBare(path);
        if (Directory.Exists(this[folder]))
        {
            repository.Commit("main", Files(folder));
        }

        return repository;
    }

    /// <summary>A folder's files as they would be committed.</summary>
    public IReadOnlyList<TestFile> Files(string folder) =>
    [
        .. Directory.EnumerateFiles(this[folder], "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => Entry(Path.GetRelativePath(this[folder], file), new FileInfo(file))),
    ];

    private static TestFile Entry(string path, FileInfo file) =>
        file.LinkTarget is { } target ? new TestFile(path, target, "120000") : new TestFile(path, File.ReadAllBytes(file.FullName));
}
