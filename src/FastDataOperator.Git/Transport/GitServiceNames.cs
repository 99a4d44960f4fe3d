namespace FastDataOperator.Git.Transport;

internal static class GitServiceNames
{
    extension(GitService service)
    {
        /// <summary>The name in URLs and media types.</summary>
        public string WireName => service == GitService.UploadPack ? "git-upload-pack" : "git-receive-pack";

        /// <summary>The name as a command of the <c>git</c> program.</summary>
        public string CommandName => service == GitService.UploadPack ? "upload-pack" : "receive-pack";
    }
}
