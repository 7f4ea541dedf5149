# Installs what is missing, restores and builds (Windows). Safe to repeat.
$ErrorActionPreference = 'Stop'
Set-Location (Join-Path $PSScriptRoot '..')
if (-not (Get-Command dotnet -ErrorAction SilentlyContinue) -or -not (dotnet --list-sdks | Select-String '^10\.')) {
  throw 'The .NET 10 SDK is missing. Install it: https://dotnet.microsoft.com/download/dotnet/10.0'
}
if (-not (Get-Command node -ErrorAction SilentlyContinue) -or [int](node -p 'process.versions.node.split(".")[0]') -lt 20) {
  throw 'Node.js 20 or later is missing. Install it: https://nodejs.org'
}
foreach ($folder in 'scripts/native', 'web') {
  if ((Test-Path "$folder/package-lock.json") -and -not (Test-Path "$folder/node_modules")) {
    npm ci --prefix $folder --no-audit --no-fund
    if ($LASTEXITCODE) { throw "npm ci failed in $folder" }
  }
}
if ((Test-Path 'web/package.json') -and -not (Test-Path 'web/dist/index.html')) {
  npm run build --prefix web
  if ($LASTEXITCODE) { throw 'the build of the page failed' }
}
dotnet restore Platform.sln --locked-mode -v q
if ($LASTEXITCODE) { throw 'the restore failed' }
dotnet build Platform.sln -c Release --no-restore -v q -nologo
if ($LASTEXITCODE) { throw 'the build failed' }
