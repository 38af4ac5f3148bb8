import { cmdFormat } from '../../../../src/core/formats/shellFormat';
import { type FormatCase, testFormat } from '../../../support/formatCases';

const url = 'https://hosted.example/a';
const option = '-H "Authorization: Bearer %HOSTED_LOGIN_TOKEN%"';

describe('batch files', () => {
  testFormat(
    cmdFormat,
    [
      ['-H "%AUTH%"', '%AUTH%'],
      ['%OPTIONS%', '%OPTIONS%'],
      ['!OPTIONS!', '!OPTIONS!'],
      ['%*', '%*'],
      ['-H @headers.txt', '-H @headers.txt'],
      ['-K curl.cfg', '-K curl.cfg'],
    ].map(([options = '', source = '']) => ({
      name: `the header may stand out of sight: ${options}`,
      before: `curl ${options} ${url}$$CURSOR$$\r\n`,
      plan: { requests: 0, changed: 0, refused: [{ kind: 'elsewhere', line: 0, source }] },
    })),
  );
  testFormat(cmdFormat, [
    {
      name: 'a reference with escaped signs, which is only a text',
      before: `curl ${url} -H "Authorization: Bearer %%HOSTED_LOGIN_TOKEN%%"$$CURSOR$$\r\n`,
      after: `curl ${url} ${option}\r\n`,
      removed: `curl ${url}\r\n`,
    },
    { name: 'alone', before: `curl ${url}$$CURSOR$$`, after: `curl ${url} ${option}` },
    {
      name: 'a placeholder in the URL',
      before: `curl ${url}/<client-id>?x=<y> -v$$CURSOR$$\r\n`,
      after: `curl ${url}/<client-id>?x=<y> ${option} -v\r\n`,
    },
    { name: 'not echoed', before: `@curl -s "%URL%"$$CURSOR$$\r\n`, after: `@curl -s "%URL%" ${option}\r\n` },
    {
      name: 'one option a line',
      before: `curl "%URL%" ^\r\n  -X PUT ^\r\n  -d "{\\"a\\":1}"$$CURSOR$$\r\necho x\r\n`,
      after: `curl "%URL%" ^\r\n  ${option} ^\r\n  -X PUT ^\r\n  -d "{\\"a\\":1}"\r\necho x\r\n`,
    },
    {
      name: 'as browsers copy it',
      before: `curl ^"https://a/b?c=1^&d=2^" ^\n  -H ^"accept: */*^" ^\n  -H ^"authorization: Bearer old^" ^\n  --data-raw ^"x^"$$CURSOR$$\n`,
      after: `curl ^"https://a/b?c=1^&d=2^" ^\n  -H ^"accept: */*^" ^\n  -H "authorization: Bearer %HOSTED_LOGIN_TOKEN%" ^\n  --data-raw ^"x^"\n`,
      removed: `curl ^"https://a/b?c=1^&d=2^" ^\n  -H ^"accept: */*^" ^\n  --data-raw ^"x^"\n`,
    },
    {
      name: 'continued without a blank',
      before: `curl "%URL%"^\r\n -s$$CURSOR$$\r\n`,
      after: `curl "%URL%"^\r\n ${option} ^\r\n -s\r\n`,
    },
    {
      name: 'continued at the end of the file',
      before: 'curl "%URL%" -s ^$$CURSOR$$',
      after: `curl "%URL%" ${option} -s ^`,
    },
    {
      name: 'other commands',
      before: `cd x && curl ${url} | more$$CURSOR$$\n`,
      after: `cd x && curl ${url} ${option} | more\n`,
    },
    {
      name: 'redirected',
      before: `curl ${url} > out 2>&1 -s$$CURSOR$$\n`,
      after: `curl ${url} ${option} > out 2>&1 -s\n`,
    },
    {
      name: 'in a block',
      before: `if "%A%"=="b" (\n  curl ${url}$$CURSOR$$\n) else (echo c)\n`,
      after: `if "%A%"=="b" (\n  curl ${url} ${option}\n) else (echo c)\n`,
    },
    ...[
      ...[')', ' )', ') > out.txt 2>&1', ') else (', ')) & echo x', ' -s)'],
      ...[') > out(1).txt', ') >nul)', ') >nul)else (', ') >a 2>b)) & echo x'],
    ].map((end): FormatCase => ({
      name: `the end of a block that began above: ${end}`,
      before: `if "%A%"=="b" (\n  echo a\n  curl "${url}"${end}$$CURSOR$$\necho b\n`,
      after: `if "%A%"=="b" (\n  echo a\n  curl "${url}" ${option}${end}\necho b\n`,
    })),
    ...['x(1)', '"x(1)"', 'x)y', 'x) -s'].map((word): FormatCase => ({
      name: `a bracket that ends no block: ${word}`,
      before: `curl -o ${word} "${url}"$$CURSOR$$\n`,
      after: `curl -o ${word} "${url}" ${option}\n`,
    })),
    {
      name: 'after the end of a block',
      before: `if exist x (\n  echo a\n) else curl ${url}$$CURSOR$$\n`,
      after: `if exist x (\n  echo a\n) else curl ${url} ${option}\n`,
    },
    {
      name: 'in the folder of the script',
      before: `"%~dp0curl.exe" -s ${url}$$CURSOR$$\n`,
      after: `"%~dp0curl.exe" -s ${url} ${option}\n`,
    },
    ...[
      'if exist curl.exe (§)',
      'if not exist C:\\a\\curl.exe (echo no) else §',
      'if "%1" == "curl" §',
      'if defined curl §',
    ].map((line): FormatCase => ({
      name: `a condition with the name of the program: ${line}`,
      before: `${line.replace('§', `curl.exe ${url}`)}$$CURSOR$$\n`,
      after: `${line.replace('§', `curl.exe ${url} ${option}`)}\n`,
    })),
    ...[
      'if "%A%"=="" §',
      'if "%A%"== "b" §',
      'if "%A%" =="b" §',
      'if ""=="%A%" §',
      'if "" == "" §',
      'if /i not "%A% b"=="c" @§',
      'if %A% neq 0 §',
      'if not errorlevel 1 §',
      'if defined A if not exist "x y" §',
      'if exist x (echo a) else if "%A%"=="start" §',
      'if not "%A%"=="b" start "" §',
      'start "a b" /d "C:\\x y" /wait §',
      'start /b cmd /s /c §',
      'for /l %%i in (1,1,5) do @call §',
    ].map((line): FormatCase => ({
      name: `words of cmd before the request: ${line}`,
      before: `${line.replace('§', `curl ${url}`)}$$CURSOR$$\n`,
      after: `${line.replace('§', `curl ${url} ${option}`)}\n`,
    })),
    {
      name: 'a condition',
      before: `if exist x curl.exe ${url}$$CURSOR$$\n`,
      after: `if exist x curl.exe ${url} ${option}\n`,
    },
    {
      name: 'a loop over what it writes',
      before: `for /f "tokens=*" %%i in ('curl -s "%URL%"') do set X=%%i$$CURSOR$$\r\n`,
      after: `for /f "tokens=*" %%i in ('curl -s "%URL%" ${option}') do set X=%%i\r\n`,
    },
    {
      name: 'a loop with escaped operators and a bracket, in a block',
      before: `if exist x (\n  @FOR /F %%i IN ( 'curl "%URL%" -d "it's (a)" ^| find "-H ""' ) DO (echo %%i)$$CURSOR$$\n)\n`,
      after: `if exist x (\n  @FOR /F %%i IN ( 'curl "%URL%" ${option} -d "it's (a)" ^| find "-H ""' ) DO (echo %%i)\n)\n`,
    },
    {
      name: 'a loop with usebackq',
      before: `for /f "usebackq delims=" %%i in (\`curl ${url} 2^>nul\`) do (echo %%i)$$CURSOR$$\n`,
      after: `for /f "usebackq delims=" %%i in (\`curl ${url} ${option} 2^>nul\`) do (echo %%i)\n`,
    },
    {
      name: 'a JSON body with operators',
      before: `curl ${url} -d "{\\"a\\": \\"b|c\\"}"$$CURSOR$$\n`,
      after: `curl ${url} ${option} -d "{\\"a\\": \\"b|c\\"}"\n`,
    },
    {
      name: 'single quotes are no quotes',
      before: `curl ${url} -H 'Authorization:x'$$CURSOR$$\n`,
      after: `curl ${url} ${option} -H 'Authorization:x'\n`,
    },
    {
      name: 'right already',
      before: `curl ${url} ${option}$$CURSOR$$`,
      plan: { requests: 1 },
      removed: `curl ${url}`,
    },
    {
      name: 'user and password',
      before: `curl ${url} -u a:b$$CURSOR$$`,
      plan: { otherSchemes: [{ line: 0, scheme: 'Basic' }] },
    },
    {
      name: 'the token itself',
      token: 'eyJ.a%b',
      before: `curl ${url}$$CURSOR$$`,
      after: `curl ${url} -H "Authorization: Bearer eyJ.a%%b"`,
    },
    {
      name: 'as the command writes its other options',
      before: `curl --header "accept: x" ^\n  ${url}$$CURSOR$$`,
      after: `curl --header "accept: x" ^\n  ${url} --header "authorization: Bearer %HOSTED_LOGIN_TOKEN%"`,
    },
    ...[
      'curl https://hosted.example/a',
      'curl ^\n  https://hosted.example/a',
      'curl https://hosted.example/a -s',
    ].map((command): FormatCase => ({
      name: `what continues the command at the end stays: ${JSON.stringify(command)}`,
      before: `${command}$$CURSOR$$ ^`,
      after: `${command.replace(/https:\S+/, found => `${found} ${option}`)} ^`,
    })),
    {
      name: 'what continues the command stays, also after a quote that never closes',
      before: `curl ${url} -u "a:b ^$$CURSOR$$`,
      after: `curl ${url} ${option} -u "a:b ^`,
      replaceOtherSchemes: true,
    },
    {
      name: 'a loop over another command, and one in which the request stands',
      before: `for /f %%i in ('type x') do curl "%URL%/%%i"$$CURSOR$$\n`,
      after: `for /f %%i in ('type x') do curl "%URL%/%%i" ${option}\n`,
    },
    ...[
      `for /f %%i in ('echo curl ${url}') do x$$CURSOR$$\n`,
      `for /f %%i in ("curl ${url}") do x$$CURSOR$$\n`,
      `if not exist curl.exe (echo ${url})$$CURSOR$$\n`,
      `rem curl ${url}$$CURSOR$$`,
      `:: curl ${url}$$CURSOR$$`,
      `echo curl ${url}$$CURSOR$$`,
      'curl --version$$CURSOR$$',
      ...[
        'for %%h in (a b) do ssh %%h §',
        'if exist x ssh host §',
        'if "%A%" == "b" ssh host §',
        'if not "%A%"=="" ssh host §',
        'if %A% geq 1 winrs -r:host §',
        'if exist x (echo a) else psexec \\\\host §',
        'start "" /b ssh host §',
        'start ssh host §',
        'cmd /c ssh host §',
        'call ssh host §',
        'call :run §',
        'start powershell -NoExit -Command §',
        'start powershell §',
        'start /b wsl §',
        'start /d "C:\\x y" powershell §',
        'if "%1"=="" powershell §',
        'if "%1" =="" powershell §',
        'if ""=="" powershell §',
        'if not "%1"=="" echo. §',
        'for %%i in (1) do if "%%i"=="" wsl §',
        'if defined DEBUG echo §',
        'if "%A%"=="" echo §',
        'if "%A%"=="" rem §',
        'for %%i in (1) do echo §',
      ].map(line => `${line.replace('§', `curl -s ${url}`)}$$CURSOR$$\n`),
    ].map(before => ({ name: `no request: ${before}`, before, plan: { requests: 0 } })),
  ]);
});
