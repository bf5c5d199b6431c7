@echo off
rem Windows: installs what is missing into .venv and opens LPO Desk with the practice database.
rem   scripts\run.cmd               the window
rem   scripts\run.cmd ARGUMENT...   the same as "lpo-desk ARGUMENT..."
setlocal
set "ROOT=%~dp0.."
set "VENV=%ROOT%\.venv"
set "PYTHONPATH=%ROOT%"

if exist "%VENV%\Scripts\python.exe" goto packages
echo Making the Python environment.
py -3.11 -m venv "%VENV%" 2>nul && goto packages
py -3.12 -m venv "%VENV%" 2>nul && goto packages
py -3.13 -m venv "%VENV%" 2>nul && goto packages
echo No Python 3.11, 3.12 or 3.13 was found. Install 64-bit Python 3.11 for this user and run this again.
exit /b 1

:packages
fc /b "%ROOT%\requirements.lock" "%VENV%\installed.lock" >nul 2>nul && goto run
echo Installing the Python packages of requirements.lock.
"%VENV%\Scripts\python.exe" -m pip --disable-pip-version-check install --quiet --require-hashes --only-binary :all: -r "%ROOT%\requirements.lock"
if errorlevel 1 (
  echo The Python packages could not be installed. Is a package registry reachable from this computer?
  exit /b 1
)
copy /y "%ROOT%\requirements.lock" "%VENV%\installed.lock" >nul

:run
if "%~1"=="" (
  "%VENV%\Scripts\python.exe" -m lpo_desk --practice
) else (
  "%VENV%\Scripts\python.exe" -m lpo_desk %*
)
