# shellcheck shell=bash
# How the training program is called here: as SageMaker calls it. Sourced after load_settings, not run.
# shellcheck disable=SC2034 # used where it is sourced

# A run is what is trained on and how: another one has checkpoints of its own, in the store too.
# shellcheck disable=SC2153 # a setting
RUN=$(printf '%s\n' "$DATASET_URI" "$DATASET_SHA256" "$WEIGHTS_URI" "$TRAINING_ARGUMENTS" | sha256sum | cut -c 1-16)
CHECKPOINTS_URI=$OUTPUT_URI/checkpoints/$RUN

export SM_MODEL_DIR=$STATE_DIR/model SM_OUTPUT_DATA_DIR=$STATE_DIR/output CHECKPOINT_DIR=$STATE_DIR/checkpoints/$RUN
export SM_HOSTS='["algo-1"]' SM_CURRENT_HOST=algo-1 SM_CHANNEL_TRAINING SM_NUM_CPUS SM_NUM_GPUS
SM_CHANNEL_TRAINING=$(scratch_dir)/dataset
SM_NUM_CPUS=$(nproc)
SM_NUM_GPUS=$(nvidia-smi --list-gpus 2>/dev/null | wc -l) || SM_NUM_GPUS=0
if [ -n "$WEIGHTS_URI" ]; then
  export SM_CHANNEL_WEIGHTS=$STATE_DIR/weights
fi
read -r -a training_arguments <<<"$TRAINING_ARGUMENTS"
