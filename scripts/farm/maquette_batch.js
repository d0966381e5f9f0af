// A job type of Flamenco 3: a list of prompts or images becomes a folder of objects, in shards that
// any worker can make. It goes into the folder `scripts` beside flamenco-manager. docs/batch.md says
// how to set it up.

const JOB_TYPE = {
    label: "Maquette Batch",
    settings: [
        { key: "list", type: "string", subtype: "file_path", required: true,
          description: "The list: .csv, .tsv, .jsonl, .txt, or a folder of images. All workers must see it" },
        { key: "output", type: "string", subtype: "dir_path", required: true,
          description: "The folder for the objects and index.html. All workers must see it" },
        { key: "shards", type: "int32", default: 8, propargs: { min: 1, max: 10000 },
          description: "How many tasks share the list" },
        { key: "options", type: "string", required: false, default: "",
          description: "More options of the command, such as --model openai/shap-e --device cuda" },
        { key: "maquette", type: "string", required: true, default: "{maquette}", visible: "web",
          description: "The folder of Maquette on each worker" },
        { key: "python", type: "string", required: true, default: "{maquette_python}", visible: "web",
          description: "The Python that has Maquette's packages, on each worker" },
    ],
};

const TASK_TYPE = "maquette"; // which the workers' task_types must name
// `exec` has no working folder, and `-m` alone would look for the backend in the worker's own.
const START = "import runpy, sys; sys.path.insert(0, sys.argv.pop(1));" +
    " runpy.run_module('backend', run_name='__main__', alter_sys=True)";

function compileJob(job) {
    const settings = job.settings;
    const pages = batchTask(settings, "page", []);
    for (let k = 1; k <= settings.shards; k++) {
        const shard = batchTask(settings, "shard-" + k, ["--shard", k + "/" + settings.shards]);
        pages.addDependency(shard);
        job.addTask(shard);
    }
    // What a shard could not finish, this one makes; else it only writes the page of the whole.
    job.addTask(pages);
}

// A row that fails is no failure of the task: others would repeat it, and give up on the worker.
function batchTask(settings, name, more) {
    const task = author.Task(name, TASK_TYPE);
    const given = [settings.list, "-o", settings.output, "--allow-failures"];
    const options = settings.options ? shellSplit(settings.options) : [];
    task.addCommand(author.Command("exec", {
        exe: settings.python,
        args: ["-c", START, settings.maquette, "batch"].concat(given, more, options),
    }));
    return task;
}
