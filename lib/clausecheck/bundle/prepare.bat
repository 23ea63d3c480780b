rem Called by both: makes the virtual environment from the wheels, once. Nothing is fetched from any network.
set "PYTHONUTF8=1"
set "PYTHONPATH="
set "PYTHONHOME="
set "PYTHON_MANAGER_AUTOMATIC_INSTALL=false"
if exist venv\{ready} exit /b 0

set "here=%CD%"
if not "%here:~{room},1%"=="" goto deep

set "fits=import sys, sysconfig; sys.exit(not (sys.version_info[:2] == ({comma}) and sysconfig.get_platform() == 'win-amd64'))"
set "python=py -{python}"
%python% -c "%fits%" >nul 2>nul && goto make
set "python=python"
%python% -c "%fits%" >nul 2>nul && goto make
type files\nopython.txt
exit /b 1

:make
type files\making.txt
if exist venv rmdir /s /q venv
%python% -m venv venv || exit /b 1
venv\Scripts\python.exe -m pip --isolated --disable-pip-version-check install --quiet --no-index --find-links files\wheels --no-warn-script-location clausecheck=={version} || exit /b 1
echo {version} >venv\{ready}
type files\made.txt
exit /b 0

:deep
type files\deep.txt
exit /b 1
