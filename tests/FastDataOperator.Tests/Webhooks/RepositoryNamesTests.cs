using CsCheck;
using FastDataOperator.Testing.Secrets;
using FastDataOperator.Webhooks;

namespace FastDataOperator.Tests.Webhooks;

public sealed class RepositoryNamesTests
{
    private static readonly Gen<string> s_segment = Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789-_"], 1, 12].Where(static text => text is not ("scm" or "_git" or "v3"));
    private static readonly Gen<string> s_host = Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz"], 1, 10].Select(static name => $"git.{name}.example");

    [Theory]
    [InlineData("https://github.com/Org/Repo.git", "github.com/org/repo")]
    [InlineData("https://github.com/org/repo", "github.com/org/repo")]
    [InlineData("https://github.com/org/repo/", "github.com/org/repo")]
    [InlineData("https://user:" + TestSecrets.Canary + "@GitHub.com:443/org/repo.git/", "github.com/org/repo")]
    [InlineData("git@github.com:org/repo.git", "github.com/org/repo")]
    [InlineData("git@github.com:/org/repo.git", "github.com/org/repo")]
    [InlineData("ssh://git@ssh.github.com:443/org/repo.git", "github.com/org/repo")]
    [InlineData("ssh://git@altssh.gitlab.com:443/org/sub/repo.git", "gitlab.com/org/sub/repo")]
    [InlineData("http://gitlab.example.com:8080/a/b/c/d.git", "gitlab.example.com/a/b/c/d")]
    [InlineData("ssh://git@bitbucket.example.com:7999/PROJ/repo.git", "bitbucket.example.com/proj/repo")]
    [InlineData("https://bitbucket.example.com/scm/proj/repo.git", "bitbucket.example.com/proj/repo")]
    [InlineData("https://example.com/bitbucket/scm/~user/repo.git", "example.com/~user/repo")]
    [InlineData("https://dev.azure.com/Org/My%20Project/_git/Repo", "dev.azure.com/org/my project/repo")]
    [InlineData("https://Org@dev.azure.com/Org/My Project/_git/Repo", "dev.azure.com/org/my project/repo")]
    [InlineData("https://dev.azure.com/org/_git/repo", "dev.azure.com/org/repo/repo")]
    [InlineData("git@ssh.dev.azure.com:v3/org/My%20Project/repo", "dev.azure.com/org/my project/repo")]
    [InlineData("https://org.visualstudio.com/DefaultCollection/project/_git/repo", "dev.azure.com/org/project/repo")]
    [InlineData("https://org.visualstudio.com/_git/repo", "dev.azure.com/org/repo/repo")]
    [InlineData("org@vs-ssh.visualstudio.com:v3/org/project/repo", "dev.azure.com/org/project/repo")]
    [InlineData("https://tfs.example.com/tfs/Collection/project/_git/repo", "tfs.example.com/tfs/collection/project/repo")]
    [InlineData("ssh://tfs.example.com:22/tfs/Collection/project/_git/repo", "tfs.example.com/tfs/collection/project/repo")]
    [InlineData("http://127.0.0.1:41234/customer-core.git", "127.0.0.1/customer-core")]
    [InlineData("https://xn--bcher-kva.example/a.git", "xn--bcher-kva.example/a")]
    [InlineData("https://bücher.example/a.git", "xn--bcher-kva.example/a")]
    public void Of_GivenAnAddress_IsWhatAllItsFormsHaveInCommon(string address, string name) => Assert.Equal(name, RepositoryNames.Of(address));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("/srv/git/a.git")]
    [InlineData("./a.git")]
    [InlineData("file:///srv/git/a.git")]
    [InlineData("https://github.com")]
    [InlineData("https://github.com/.git")]
    [InlineData("https:///a.git")]
    [InlineData("://")]
    [InlineData(":a")]
    [InlineData("https://xn--\u00e9\u3002xn--/team/config.git")]
    [InlineData("https://\u202e./team/config.git")]
    public void Of_GivenNoAddressOfARemote_IsNothing(string address) => Assert.Null(RepositoryNames.Of(address));

    [Fact]
    public void Of_GivenAnAddressThatIsTooLong_IsNothing() => Assert.Null(RepositoryNames.Of("https://git.example.com/" + new string('a', 5000)));

    [Fact]
    public void Of_GivenAnythingAtAll_DoesNotThrow() => Gen.String.Sample(static text => RepositoryNames.Of(text) is null or { Length: > 2 });

    [Fact]
    public void Of_GivenOneRepositoryInManyForms_IsOneName() =>
        Gen.Select(s_host, s_segment.Array[1, 4]).Sample(static (host, path) =>
        {
            var joined = string.Join('/', path);
            string[] forms =
            [
                $"https://{host}/{joined}.git", $"https://{host}/{joined}", $"https://{host}/{joined}/", $"https://someone@{host}/{joined}.git", $"https://a:b@{host}:443/{joined}",
                $"http://{host}:8080/{joined}.git", $"ssh://git@{host}/{joined}.git", $"ssh://git@{host}:2222/{joined}", $"git@{host}:{joined}.git", $"git@{host}:/{joined}.git",
                $"HTTPS://{host.ToUpperInvariant()}/{joined.ToUpperInvariant()}.git",
            ];
            return forms.Select(RepositoryNames.Of).Distinct().Count() == 1 && RepositoryNames.Of(forms[0]) == $"{host}/{joined}";
        });

    [Fact]
    public void Of_GivenTwoRepositories_IsTwoNames() =>
        Gen.Select(s_host, s_segment, s_segment, s_segment).Where(static (_, _, left, right) => left != right)
            .Sample(static (host, owner, left, right) => RepositoryNames.Of($"https://{host}/{owner}/{left}") != RepositoryNames.Of($"git@{host}:{owner}/{right}.git"));

    [Theory]
    [InlineData("https://bitbucket.example.com/scm/proj/repo.git")]
    [InlineData("ssh://git@bitbucket.example.com:7999/proj/repo.git")]
    [InlineData("https://example.com/bitbucket/scm/proj/repo.git")]
    public void Any_OfAnAddress_IsWhatAPayloadWithoutAddressNames(string address) => Assert.Equal(RepositoryNames.OnAnyHost("PROJ", "repo"), RepositoryNames.Any(RepositoryNames.Of(address)!));

    [Fact]
    public void Any_OfANameWithTooFewParts_IsNothing() => Assert.Null(RepositoryNames.Any("127.0.0.1/customer-core"));
}
