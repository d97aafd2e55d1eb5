; What installer and uninstaller share: names, the log, options, running the program's own commands.

!define APP "Batola Desk"
!define ID "BatolaDesk"
!define MAKER "Pemerintah Kabupaten Barito Kuala"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define MACHINE_KEY "Software\${ID}"
!define RUN_KEY "Software\Microsoft\Windows\CurrentVersion\Run"
!define EVENT_KEY "SYSTEM\CurrentControlSet\Services\EventLog\Application\${ID}"
!define DUMPS_KEY "Software\Microsoft\Windows\Windows Error Reporting\LocalDumps"
!define RUNNING_MUTEX "Global\BatolaDesk.Running"
!define SETUP_MUTEX "Global\BatolaDesk.Setup"
!define FIREWALL_RULE "${APP} SIP/RTP"
!define PREVIOUS_VALUE "PreviousVersion"
!define PROGRAM "$INSTDIR\program"
!define PREVIOUS "$INSTDIR\previous" ; the version before, whole, for rollback.exe
!define BACK "$INSTDIR\back"         ; on its way from `program` to `previous`
!define OLD "$INSTDIR\old"           ; of an upgrade that is not yet sure of itself
!define TRASH "$INSTDIR\trash"
!define UNSURE_VALUE "UnsureUpgradeFrom" ; the version in `old`; there as long as that folder may be
!define PATIENCE 80 ; LIMIT: quarters of a second for a process that is ending to let go of the program's folder
!define SYNCHRONIZE 0x100000
!define ACCESS_DENIED 5

Var LogFile
Var LogHandle

!macro LOG TEXT
  DetailPrint "${TEXT}"
  FileOpen $LogHandle "$LogFile" a
  FileSeek $LogHandle 0 END
  FileWrite $LogHandle "${TEXT}$\r$\n"
  FileClose $LogHandle
!macroend
!define LOG '!insertmacro LOG'

; /NAME=value into a variable, DEFAULT where it is not given.
!macro OPTION NAME VARIABLE DEFAULT
  ClearErrors
  ${GetOptions} $Parameters "/${NAME}=" ${VARIABLE}
  ${If} ${Errors}
    StrCpy ${VARIABLE} "${DEFAULT}"
  ${EndIf}
!macroend
!define OPTION '!insertmacro OPTION'

; A variable of the environment of every program that is started from here.
!macro SET_ENVIRONMENT NAME VALUE
  StrCpy $R0 "${VALUE}"
  System::Call 'kernel32::SetEnvironmentVariable(t "${NAME}", t R0)'
!macroend
!define SET_ENVIRONMENT '!insertmacro SET_ENVIRONMENT'

; $0 = 1 if a window or a line of the desk runs in any session (installer/launcher.c holds the mutex).
!macro IS_RUNNING
  System::Call 'kernel32::OpenMutex(i ${SYNCHRONIZE}, i 0, t "${RUNNING_MUTEX}") p.r1 ?e'
  Pop $2
  StrCpy $0 0
  ${If} $1 P<> 0
    System::Call 'kernel32::CloseHandle(p r1)'
    StrCpy $0 1
  ${ElseIf} $2 = ${ACCESS_DENIED}
    StrCpy $0 1
  ${EndIf}
!macroend
!define IS_RUNNING '!insertmacro IS_RUNNING'

; A folder of the program gets another name; fails as a whole while any file in it is open. Errors tell.
!macro MOVE FROM TO
  StrCpy $3 0
  ${Do}
    ClearErrors
    Rename "${FROM}" "${TO}"
    ${IfNot} ${Errors}
      ${ExitDo}
    ${EndIf}
    Sleep 250
    IntOp $3 $3 + 1
    ${If} $3 > ${PATIENCE}
      SetErrors
      ${ExitDo}
    ${EndIf}
  ${Loop}
!macroend
!define MOVE '!insertmacro MOVE'

; Run a command of the program and leave its exit code in $0; what it says goes into the log by itself.
!macro DESKCTL FOLDER WORDS
  nsExec::ExecToLog '"${FOLDER}\batola-deskctl.exe" ${WORDS}'
  Pop $0
!macroend
!define DESKCTL '!insertmacro DESKCTL'

!macro END_WITH CODE TEXT
  ${LOG} "GAGAL (${CODE}): ${TEXT}"
  ${IfNot} ${Silent}
    MessageBox MB_OK|MB_ICONSTOP "${TEXT}"
  ${EndIf}
  SetErrorLevel ${CODE}
  Quit
!macroend
!define END_WITH '!insertmacro END_WITH'

; A rollback was ended by force between two renames: both versions are whole, only a name is missing.
!macro FINISH_CHANGE_OF_PLACES
  ${If} ${FileExists} "${BACK}\*.*"
    ${IfNot} ${FileExists} "${PROGRAM}\*.*"
      Rename "${BACK}" "${PROGRAM}"
    ${ElseIfNot} ${FileExists} "${PREVIOUS}\*.*"
      Rename "${BACK}" "${PREVIOUS}"
    ${EndIf}
  ${EndIf}
!macroend
